package dev.pilothouse.app.logs;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.core.spi.ContextAwareBase;
import java.util.stream.Stream;

/// Keeps logback quiet where a control plane is embedded and nobody configured it: it would print everything that libraries tell, to
/// standard output. A configuration of whoever embeds is read as ever. The program has a [LogProvider] instead.
public final class QuietStart extends ContextAwareBase implements Configurator {
    @Override
    public ExecutionStatus configure(LoggerContext context) {
        return isConfigured() ? ExecutionStatus.INVOKE_NEXT_IF_ANY : ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    /// Looks where logback does.
    private static boolean isConfigured() {
        return System.getProperty("logback.configurationFile") != null
                || Stream.of("logback-test.scmo", "logback.scmo", "logback-test.xml", "logback.xml")
                        .anyMatch(file -> QuietStart.class.getClassLoader().getResource(file) != null);
    }
}
