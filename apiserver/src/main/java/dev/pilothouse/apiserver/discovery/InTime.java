package dev.pilothouse.apiserver.discovery;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/// A question that counts as answered with no when it isn't answered in time. It is asked once at a time, however many want to
/// know: who comes meanwhile waits for the same answer, each as long as he likes.
final class InTime {
    private final BooleanSupplier question;
    private final Executor executor;
    private CompletableFuture<Boolean> asked = CompletableFuture.completedFuture(false);

    /// @param executor asks
    InTime(BooleanSupplier question, Executor executor) {
        this.question = question;
        this.executor = executor;
    }

    /// The question as somebody asks it who waits so long.
    BooleanSupplier within(Duration patience) {
        return () -> answer(patience);
    }

    private boolean answer(Duration patience) {
        try {
            return ask().get(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException | ExecutionException unanswered) {
            return false;
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private synchronized CompletableFuture<Boolean> ask() {
        if (asked.isDone()) {
            asked = CompletableFuture.supplyAsync(question::getAsBoolean, executor);
        }
        return asked;
    }
}
