package dev.pilothouse.app.memory;

import java.time.Duration;
import java.util.function.LongSupplier;

/// Keeps this process' heap within [HeapBound]. Only a program's main does this; embedded use leaves the heap to whoever embeds.
public final class HeapWatch {
    /// Often enough that a burst doesn't get far past the bound, at a cost that can't be measured.
    private static final Duration PACE = Duration.ofMillis(500);

    private volatile LongSupplier whenQuiet = () -> 0;

    private HeapWatch() {}

    /// Begins, and goes on for as long as the process lives.
    public static HeapWatch start() {
        HeapWatch watch = new HeapWatch();
        Thread.ofVirtual().name("heap").start(watch::run);
        return watch;
    }

    /// @param rest makes garbage of what isn't needed just now, and answers how many bytes; done when it becomes quiet
    public void whenQuiet(LongSupplier rest) {
        whenQuiet = rest;
    }

    private void run() {
        Runtime runtime = Runtime.getRuntime();
        HeapBound bound = new HeapBound(used(runtime));
        try {
            while (true) {
                Thread.sleep(PACE);
                boolean due = bound.isDue(used(runtime), PACE);
                if (bound.comesToRest()) {
                    bound.letGo(whenQuiet.getAsLong());
                    due = bound.isDue(used(runtime), Duration.ZERO);
                }
                if (due) {
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
