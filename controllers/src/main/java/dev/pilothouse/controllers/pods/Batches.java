package dev.pilothouse.controllers.pods;

import dev.pilothouse.api.meta.ApiError;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Does the same thing many times, side by side in batches that double from one: where the first fails for a reason
/// that all share, the server is spared the rest.
public final class Batches {
    private Batches() {}

    /// What came of it.
    ///
    /// @param failure the first one, after which no further batch was started
    public record Result(int done, Optional<ApiError> failure) {}

    public static Result run(int count, Runnable action) {
        int done = 0;
        int size = 1;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            while (done < count) {
                List<Future<?>> batch = new ArrayList<>();
                for (int i = 0; i < Math.min(size, count - done); i++) {
                    batch.add(threads.submit(action));
                }
                Optional<ApiError> failure = Optional.empty();
                for (Future<?> one : batch) {
                    try {
                        one.get();
                        done++;
                    } catch (ExecutionException e) {
                        if (!(e.getCause() instanceof ApiError refused)) {
                            throw new IllegalStateException("an action of a batch failed", e.getCause());
                        }
                        failure = failure.or(() -> Optional.of(refused));
                    }
                }
                if (failure.isPresent()) {
                    return new Result(done, failure);
                }
                size *= 2;
            }
            return new Result(done, Optional.empty());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw ApiError.serviceUnavailable("the controller is stopping");
        }
    }
}
