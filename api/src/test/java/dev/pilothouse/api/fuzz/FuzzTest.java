package dev.pilothouse.api.fuzz;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Throws changed bytes at everything that reads what strangers send.
///
/// Beside the other tests each target gets the same few thousand inputs every time. `./pilothouse test fuzz` gives each
/// of them a time (`-Dpilothouse.fuzz.seconds`) and another seed (`-Dpilothouse.fuzz.seed`); what it finds goes to
/// `target/fuzz/<target>/`. A find that is moved to `src/test/fuzz/<target>/` is tried first from then on.
final class FuzzTest {
    private static final int ROUNDS = 5_000;
    private static final Path FINDS = Path.of("src/test/fuzz");
    private static final Path FRESH = Path.of("target/fuzz");

    @ParameterizedTest
    @EnumSource(Target.class)
    void everythingIsReadOrRefused(Target target) throws Exception {
        List<byte[]> pool = new ArrayList<>(target.seeds());
        pool.addAll(finds(target));
        for (byte[] known : pool) {
            attempt(target, known);
        }
        long seconds = Long.getLong("pilothouse.fuzz.seconds", 0);
        Mutation mutation = new Mutation(new SplittableRandom(Long.getLong("pilothouse.fuzz.seed", 1)), pool);
        Instant end = Instant.now().plusSeconds(seconds);
        for (int round = 0; seconds > 0 ? Instant.now().isBefore(end) : round < ROUNDS; round++) {
            attempt(target, mutation.next());
        }
    }

    private static List<byte[]> finds(Target target) throws Exception {
        Path folder = FINDS.resolve(target.name());
        List<byte[]> finds = new ArrayList<>();
        if (Files.isDirectory(folder)) {
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.sorted().toList()) {
                    finds.add(Files.readAllBytes(file));
                }
            }
        }
        return finds;
    }

    private static void attempt(Target target, byte[] input) throws Exception {
        try {
            target.read(input);
        } catch (Exception | AssertionError | StackOverflowError thrown) {
            if (!Target.isRefusal(thrown)) {
                throw new AssertionError("kept as " + keep(target, input) + ": " + shown(input), thrown);
            }
        }
    }

    private static Path keep(Target target, byte[] input) throws Exception {
        Path file = FRESH.resolve(target.name()).resolve(HexFormat.of().toHexDigits(Arrays.hashCode(input)));
        Files.createDirectories(file.getParent());
        return Files.write(file, input);
    }

    private static String shown(byte[] input) {
        return new String(input, StandardCharsets.ISO_8859_1);
    }
}
