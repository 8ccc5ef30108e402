package dev.pilothouse.app.logs;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.slf4j.event.KeyValuePair;

class KlogLayoutTest {
    private final Logger logger = new LoggerContext().getLogger("dev.pilothouse.controllers.ReplicaSetController");

    @Test
    void oneEventIsOneLine() {
        String line = new KlogLayout().doLayout(event("created\nE0101 forged"));
        assertThat(line)
                .matches("I\\d{4} \\d\\d:\\d\\d:\\d\\d\\.123456 \\d+ ReplicaSetController] created E0101 forged"
                        + " pods=\"3\"\n");
    }

    private LoggingEvent event(String message) {
        LoggingEvent event = new LoggingEvent("", logger, Level.INFO, message, null, new Object[0]);
        event.setInstant(Instant.ofEpochSecond(1_700_000_000, 123_456_000));
        event.addKeyValuePair(new KeyValuePair("pods", 3));
        return event;
    }
}
