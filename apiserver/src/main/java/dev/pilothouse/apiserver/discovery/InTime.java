package dev.pilothouse.apiserver.discovery;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/// A question that counts as answered with no when it isn't answered in time. It is asked once at a time, however many want to
/// know: who comes meanwhile waits for the same answer.
final class InTime implements BooleanSupplier {
    private final BooleanSupplier question;
    private final Duration patience;
    private final Executor executor;
    private CompletableFuture<Boolean> asked = CompletableFuture.completedFuture(false);

    /// @param executor asks
    InTime(BooleanSupplier question, Duration patience, Executor executor) {
        this.question = question;
        this.patience = patience;
        this.executor = executor;
    }

    @Override
    public boolean getAsBoolean() {
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
