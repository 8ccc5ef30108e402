package dev.pilothouse.store.moves;

import dev.pilothouse.store.Store;
import dev.pilothouse.store.StoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;

/// Brings a store to a revision by writing what means nothing.
final class Revisions {
    /// Writes under way at once: a store that answers each after a sync of its disk takes many of them in one.
    private static final int WRITERS = 256;

    /// Below this, waiting for threads costs more than they bring.
    private static final int FEW = 4;

    /// Revisions made before progress is told, and between two compactions: what was written for nothing must not fill the disk.
    private static final int CHUNK = 50_000;

    private final Store store;
    private final Runnable write;
    private final Executor executor;
    private final Import.Progress progress;
    private long compacted;

    Revisions(Store store, Runnable write, Executor executor, Import.Progress progress) {
        this.store = store;
        this.write = write;
        this.executor = executor;
        this.progress = progress;
        this.compacted = store.revision();
    }

    /// @param last where all of it ends, for those who wait
    void reach(long wanted, long last) {
        for (long now = store.revision(); now < wanted; now = store.revision()) {
            make(Math.min(CHUNK, wanted - now));
            progress.at(Math.min(now, wanted), last);
        }
        long now = store.revision();
        if (now - compacted >= CHUNK) {
            store.compact(now);
            compacted = now;
            progress.at(now, last);
        }
    }

    private void make(long count) {
        if (count <= FEW) {
            for (long i = 0; i < count; i++) {
                write.run();
            }
            return;
        }
        AtomicLong left = new AtomicLong(count);
        List<CompletableFuture<Void>> writers = new ArrayList<>();
        for (int i = 0; i < Math.min(WRITERS, count); i++) {
            writers.add(CompletableFuture.runAsync(
                    () -> {
                        while (left.getAndDecrement() > 0) {
                            write.run();
                        }
                    },
                    executor));
        }
        try {
            CompletableFuture.allOf(writers.toArray(CompletableFuture[]::new)).join();
        } catch (CompletionException e) {
            left.set(0);
            if (e.getCause() instanceof StoreException failure) {
                throw failure;
            }
            throw e;
        }
    }
}
