package dev.pilothouse.app.encryption;

import dev.pilothouse.apiserver.storage.EncryptionFigures;
import dev.pilothouse.app.Refusal;
import dev.pilothouse.store.encryption.Sealing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes over what is written into an encryption configuration while the server runs. A file that makes no sense changes nothing:
/// what was there before goes on, and the log says why.
public final class Reloading implements Runnable, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Reloading.class);

    private static final InstantSource CLOCK = InstantSource.system();

    /// How often upstream looks.
    public static final Duration EACH = Duration.ofMinutes(1);

    private final EncryptionFigures figures;
    private final Path file;
    private final Sealing sealing;
    private final Duration each;
    private final CountDownLatch closed = new CountDownLatch(1);
    private byte[] last;
    private List<Sealing.Rule> rules;

    /// @param figures hear of it
    /// @param rules what the sealing has from the file as it is now
    public Reloading(Path file, Sealing sealing, List<Sealing.Rule> rules, Duration each, EncryptionFigures figures)
            throws IOException {
        this.figures = figures;
        this.file = file;
        this.sealing = sealing;
        this.each = each;
        this.rules = List.copyOf(rules);
        this.last = Files.readAllBytes(file);
    }

    /// Looks again and again until it is closed.
    @Override
    public void run() {
        try {
            while (!closed.await(each.toMillis(), TimeUnit.MILLISECONDS)) {
                look();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Looks once.
    ///
    /// @return whether there was something to take over
    boolean look() {
        try {
            byte[] now = Files.readAllBytes(file);
            if (Arrays.equals(now, last)) {
                return false;
            }
            last = now;
            List<Sealing.Rule> fresh = EncryptionConfiguration.read(file, new SecureRandom(), figures);
            List<Sealing.Rule> before = rules;
            sealing.replace(fresh);
            rules = fresh;
            LOG.info("Took over the encryption configuration {}", file);
            end(before);
            figures.reloaded(true, CLOCK.instant());
            return true;
        } catch (Refusal | IOException malformed) {
            LOG.error("The encryption configuration stays as it was: {}", malformed.getMessage());
            figures.reloaded(false, CLOCK.instant());
            return false;
        }
    }

    /// Plugins that nobody asks any more need not be followed. What is on its way through them is answered all the same: a seed that
    /// was decrypted once is kept.
    private static void end(List<Sealing.Rule> rules) {
        rules.stream()
                .flatMap(rule -> rule.providers().providers().stream())
                .distinct()
                .filter(AutoCloseable.class::isInstance)
                .map(AutoCloseable.class::cast)
                .forEach(Reloading::end);
    }

    private static void end(AutoCloseable provider) {
        try {
            provider.close();
        } catch (Exception e) {
            LOG.warn("A provider of the encryption configuration of before didn't end: {}", e.getMessage());
        }
    }

    @Override
    public void close() {
        closed.countDown();
    }
}
