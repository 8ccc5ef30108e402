package dev.pilothouse.client;

import dev.pilothouse.api.meta.ApiError;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Waits for an answer no longer than this: who holds a lease must learn in time that the server doesn't answer.
///
/// @param executor carries the calls; one that took too long may still reach the server
public record Patience(Duration longest, Executor executor) {

    /// The same way to the server; calls that take longer end as if it couldn't be reached.
    public Transport with(Transport transport) {
        return new Transport() {
            @Override
            public Answer send(Call call) {
                return within(CompletableFuture.supplyAsync(() -> transport.send(call), executor), call);
            }

            @Override
            public Events watch(Call call) {
                return transport.watch(call);
            }
        };
    }

    private Transport.Answer within(CompletableFuture<Transport.Answer> coming, Transport.Call call) {
        try {
            return coming.get(longest.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException late) {
            coming.cancel(true);
            throw ApiError.serviceUnavailable("no answer to " + call.path() + " within " + longest);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw ApiError.serviceUnavailable("interrupted while waiting for " + call.path());
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof ApiError refused) {
                throw refused;
            }
            throw new IllegalStateException("a call failed", failed.getCause());
        }
    }
}
