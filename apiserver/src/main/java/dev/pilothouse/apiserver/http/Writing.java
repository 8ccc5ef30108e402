package dev.pilothouse.apiserver.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/// Writes to clients who may not read.
final class Writing {
    private Writing() {}

    /// The client doesn't take what it asked for.
    static final class ClientLeft extends IOException {
        private static final long serialVersionUID = 1;

        ClientLeft(Throwable cause) {
            super(cause);
        }
    }

    /// Returns when the connection has taken all.
    ///
    /// @param last whether the answer is complete then
    static void all(Response response, boolean last, ByteBuffer content, Duration patience) throws ClientLeft {
        Callback.Completable written = new Callback.Completable();
        response.write(last, content, written);
        await(written, patience);
    }

    /// Returns when a write is done.
    static void await(Callback.Completable written, Duration patience) throws ClientLeft {
        try {
            written.get(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException failed) {
            throw new ClientLeft(failed.getCause());
        } catch (TimeoutException unread) {
            throw new ClientLeft(unread);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new ClientLeft(stopped);
        }
    }
}
