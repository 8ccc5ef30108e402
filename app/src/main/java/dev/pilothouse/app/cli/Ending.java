package dev.pilothouse.app.cli;

import java.util.concurrent.CountDownLatch;

/// Turns Ctrl-C and SIGTERM into an end in order: the main thread learns of it and closes what it opened, and the process waits
/// until it has.
final class Ending {
    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch over = new CountDownLatch(1);

    private Ending() {}

    static Ending onSignal() {
        Ending ending = new Ending();
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("ending").unstarted(ending::hook));
        return ending;
    }

    /// An end that nobody but [#ask] asks for.
    static Ending onDemand() {
        return new Ending();
    }

    void ask() {
        asked.countDown();
    }

    private void hook() {
        asked.countDown();
        try {
            over.await();
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
