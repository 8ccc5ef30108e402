package dev.pilothouse.app.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/// Turns Ctrl-C and SIGTERM into an end in order: the main thread learns of it, closes what it opened, and says with which status
/// the process ends: 0, as upstream's do, where the JVM itself would say 143 and a process manager would see a failure.
final class Ending {
    /// From when everything is closed to the main thread's [#exit].
    private static final Duration LAST_WORDS = Duration.ofSeconds(5);

    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch over = new CountDownLatch(1);

    private Ending() {}

    static Ending onSignal() {
        Ending ending = new Ending();
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("ending").unstarted(ending::hook));
        return ending;
    }

    /// Ends the process with this status, also when a signal is ending it already: that end waits for this one, and so an
    /// ordinary exit would wait for itself.
    static void exit(int status) {
        if (isUnderWay()) {
            Runtime.getRuntime().halt(status);
        }
        System.exit(status);
    }

    private static boolean isUnderWay() {
        Thread probe = Thread.ofPlatform().unstarted(() -> {});
        try {
            Runtime.getRuntime().addShutdownHook(probe);
            return !Runtime.getRuntime().removeShutdownHook(probe);
        } catch (IllegalStateException ending) {
            return true;
        }
    }

    void ask() {
        asked.countDown();
    }

    private void hook() {
        asked.countDown();
        try {
            over.await();
            Thread.sleep(LAST_WORDS);
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }

    /// Waits until somebody asks for the end.
    void await() throws InterruptedException {
        asked.await();
    }

    /// Everything is closed.
    void over() {
        over.countDown();
    }
}
