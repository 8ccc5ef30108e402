package dev.pilothouse.app.memory;

import java.time.Duration;

/// Keeps this process' heap within [HeapBound]. Only a program's main does this; embedded use leaves the heap to whoever embeds.
public final class HeapWatch {
    /// Often enough that a burst doesn't get far past the bound, at a cost that can't be measured.
    private static final Duration PACE = Duration.ofMillis(500);

    private volatile Runnable whenQuiet = () -> {};

    private HeapWatch() {}

    /// Begins, and goes on for as long as the process lives.
    public static HeapWatch start() {
        HeapWatch watch = new HeapWatch();
        Thread.ofVirtual().name("heap").start(watch::run);
        return watch;
    }

    /// @param rest makes garbage of what isn't needed just now; done before what piled up is collected in a quiet time
    public void whenQuiet(Runnable rest) {
        whenQuiet = rest;
    }

    private void run() {
        Runtime runtime = Runtime.getRuntime();
        HeapBound bound = new HeapBound(used(runtime));
        try {
            while (true) {
                Thread.sleep(PACE);
                if (bound.isDue(used(runtime), PACE)) {
                    if (bound.isQuiet()) {
                        whenQuiet.run();
                    }
                    runtime.gc();
                    bound.collected(used(runtime));
                }
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    private static long used(Runtime runtime) {
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
