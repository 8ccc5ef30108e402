package dev.pilothouse.app.logs;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import java.util.function.IntConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sets logging up in code. Only a program's main does this: embedded use leaves logging to whoever embeds.
public final class Logs {
    /// Has the log tell as much as this from now on, as [#start] takes it.
    public static final IntConsumer VERBOSITY = Logs::tell;

    private Logs() {}

    /// Takes over what all of the process logs. To be called before anybody has made a logger; nothing is told before [#start].
    public static void takeOver() {
        System.setProperty("slf4j.provider", LogProvider.class.getName());
        // Or else slf4j tells of this on standard error.
        System.setProperty("slf4j.internal.verbosity", "WARN");
    }

    /// Sends log lines to standard error.
    ///
    /// @param verbosity as upstream's `-v`: 0 warnings and errors, 1 to 3 what happens, 4 and 5 why it happens, 6 and more
    ///     everything, that of the libraries too. Nothing of the bodies of requests at any level.
    public static void start(int verbosity) {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        KlogLayout layout = new KlogLayout();
        layout.setContext(context);
        layout.start();
        LayoutWrappingEncoder<ILoggingEvent> encoder = new LayoutWrappingEncoder<>();
        encoder.setContext(context);
        encoder.setLayout(layout);
        encoder.start();
        ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
        appender.setContext(context);
        appender.setTarget("System.err");
        appender.setEncoder(encoder);
        appender.start();
        context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(appender);
        tell(verbosity);
    }

    private static void tell(int verbosity) {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(verbosity >= 6 ? Level.DEBUG : Level.WARN);
        context.getLogger("dev.pilothouse").setLevel(levelOf(verbosity));
    }

    static Level levelOf(int verbosity) {
        if (verbosity <= 0) {
            return Level.WARN;
        }
        return verbosity < 4 ? Level.INFO : verbosity < 6 ? Level.DEBUG : Level.TRACE;
    }
}
