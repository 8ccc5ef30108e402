package dev.pilothouse.client;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A token in a file that somebody else renews, read anew every now and then.
public final class TokenFile implements BearerToken {
    private static final Logger LOG = LoggerFactory.getLogger(TokenFile.class);

    /// As upstream's clients.
    private static final Duration KEPT = Duration.ofMinutes(1);

    private final Path file;
    private final InstantSource clock;
    private Optional<String> token = Optional.empty();
    private Instant until = Instant.MIN;

    public TokenFile(Path file, InstantSource clock) {
        this.file = file;
        this.clock = clock;
    }

    @Override
    public synchronized Optional<String> now() {
        if (clock.instant().isAfter(until)) {
            try {
                String read = Files.readString(file).strip();
                token = read.isEmpty() ? token : Optional.of(read);
                until = clock.instant().plus(KEPT);
            } catch (IOException unreadable) {
                LOG.warn("The token file {} can't be read: {}", file, unreadable.getMessage());
            }
        }
        return token;
    }
}
