package dev.pilothouse.app.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/// Work that is done beside the caller's own. Whoever began it closes it: nothing of it goes on after that.
final class Beside<T> implements AutoCloseable {
    private final FutureTask<T> task;

    private Beside(FutureTask<T> task) {
        this.task = task;
    }

    /// @param name of the thread
    static <T> Beside<T> begin(String name, Callable<T> work) {
        FutureTask<T> task = new FutureTask<>(work);
        Thread.ofPlatform().daemon().name(name).start(task);
        return new Beside<>(task);
    }

    /// Waits for what came out; what went wrong is thrown here.
    T get() throws IOException, InterruptedException {
        try {
            return task.get();
        } catch (ExecutionException failed) {
            switch (failed.getCause()) {
                case IOException io -> throw io;
                case RuntimeException refused -> throw refused;
                case Throwable broken -> throw new IllegalStateException(broken);
            }
        }
    }

    @Override
    public void close() {
        try {
            task.get();
        } catch (ExecutionException told) {
            // Whoever wanted the outcome has been told.
            return;
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }
}
