package dev.pilothouse.app.logs;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.LayoutBase;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.slf4j.event.KeyValuePair;

/// One event in the shape that Kubernetes' components print, so that the same tools read both:
/// `I1124 13:03:31.123456 4711 ReplicaSetController] "created" pods=3`.
public final class KlogLayout extends LayoutBase<ILoggingEvent> {
    /// Looked up for the first line: most starts tell nothing, and time zones alone take a twentieth of a second.
    private static final class Here {
        private static final DateTimeFormatter WHEN =
                DateTimeFormatter.ofPattern("MMdd HH:mm:ss.SSSSSS").withZone(ZoneId.systemDefault());
        private static final long PID = ProcessHandle.current().pid();
    }

    @Override
    public String doLayout(ILoggingEvent event) {
        StringBuilder line = new StringBuilder(160);
        line.append(letter(event.getLevel()));
        Here.WHEN.formatTo(event.getInstant(), line);
        String logger = event.getLoggerName();
        line.append(' ').append(Here.PID).append(' ').append(logger, logger.lastIndexOf('.') + 1, logger.length());
        line.append("] ").append(event.getFormattedMessage().replace('\n', ' '));
        List<KeyValuePair> pairs = event.getKeyValuePairs();
        if (pairs != null) {
            for (KeyValuePair pair : pairs) {
                line.append(' ').append(pair.key).append("=\"").append(pair.value).append('"');
            }
        }
        line.append('\n');
        if (event.getThrowableProxy() != null) {
            line.append(ThrowableProxyUtil.asString(event.getThrowableProxy()));
        }
        return line.toString();
    }

    private static char letter(Level level) {
        return switch (level.toInt()) {
            case Level.ERROR_INT -> 'E';
            case Level.WARN_INT -> 'W';
            case Level.INFO_INT -> 'I';
            default -> 'D';
        };
    }
}
