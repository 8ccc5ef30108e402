package dev.pilothouse.store.disk;

import dev.pilothouse.store.Outcome;
import dev.pilothouse.store.StoreException;
import dev.pilothouse.store.Transaction;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;

/// What the writer of a store is asked for.
sealed interface Request {
    /// Between two attempts to answer without memory.
    long MEMORY_NANOS = 10_000_000;

    CompletableFuture<?> answer();

    record Commit(Transaction transaction, CompletableFuture<Outcome> answer) implements Request {}

    record Grant(Duration ttl, CompletableFuture<Long> answer) implements Request {}

    record Compact(long revision, CompletableFuture<Void> answer) implements Request {}

    record Stop(CompletableFuture<Void> answer) implements Request {}

    /// Tells who asked that nothing came of it. An answer takes a few bytes, which come back when others give up theirs.
    default void fail(StoreException why) {
        while (true) {
            try {
                answer().completeExceptionally(why);
                return;
            } catch (OutOfMemoryError nothingLeft) {
                LockSupport.parkNanos(MEMORY_NANOS);
            }
        }
    }
}
