package dev.pilothouse.app.cli;

import dev.pilothouse.app.Refusal;
import dev.pilothouse.app.home.ClusterFolder;
import dev.pilothouse.app.home.Running;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Starts the same command line once more, in a session of its own, and waits until it serves.
final class Detached {
    private static final Duration PATIENCE = Duration.ofMinutes(6);
    private static final Duration POLL = Duration.ofMillis(50);
    private static final String REFUSAL = "pilothouse: ";

    private Detached() {}

    /// @param arguments of this process, behind `up`
    /// @return the control plane, ready
    static Running start(List<String> arguments, ClusterFolder folder) throws IOException, InterruptedException {
        String launcher = System.getProperty("pilothouse.launcher", "");
        if (launcher.isEmpty()) {
            throw new Refusal("--detach works through the launcher: ./pilothouse up --detach");
        }
        List<String> command = new ArrayList<>();
        if (Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(place -> Files.isExecutable(Path.of(place, "setsid")))) {
            command.add("setsid"); // out of reach of this terminal's Ctrl-C
        }
        command.add(launcher);
        command.add("up");
        command.addAll(arguments);
        command.removeIf("--detach"::equals);
        Files.createDirectories(folder.root());
        Process process = new ProcessBuilder(command)
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                .redirectErrorStream(true)
                .redirectOutput(folder.log().toFile())
                .start();
        return await(process, folder);
    }

    private static Running await(Process process, ClusterFolder folder) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadline) {
            Optional<Running> running = folder.find();
            if (running.isPresent()) {
                return running.get();
            }
            if (!process.isAlive()) {
                throw new Refusal(lastWords(folder));
            }
            Thread.sleep(POLL);
        }
        throw new Refusal("not ready after " + PATIENCE.toMinutes() + " minutes; see " + folder.log());
    }

    /// The line with which it refused, or where to look.
    private static String lastWords(ClusterFolder folder) throws IOException {
        return Files.readAllLines(folder.log()).stream()
                .filter(line -> line.startsWith(REFUSAL))
                .map(line -> line.substring(REFUSAL.length()))
                .reduce((_, last) -> last)
                .orElse("it ended before it was ready; see " + folder.log());
    }
}
