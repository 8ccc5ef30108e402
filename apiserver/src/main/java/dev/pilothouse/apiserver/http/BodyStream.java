package dev.pilothouse.apiserver.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.Content;

/// The body of a request, read by its own thread. A client has so long for all of it: reading after that is an
/// [InterruptedIOException], whatever trickled in before.
final class BodyStream extends InputStream {
    private static final String LATE = "the body didn't come in time";

    private final Content.Source source;
    private final long deadlineNanos;
    private final Semaphore arrived = new Semaphore(0);
    private Content.Chunk chunk = Content.Chunk.EMPTY;
    private boolean late;
    private long total;

    BodyStream(Content.Source source, Duration patience) {
        this.source = source;
        this.deadlineNanos = System.nanoTime() + patience.toNanos();
    }

    /// How many bytes have been read.
    long count() {
        return total;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        while (!chunk.hasRemaining()) {
            if (chunk.isLast()) {
                return -1;
            }
            close();
            chunk = next();
            if (Content.Chunk.isFailure(chunk)) {
                throw new IOException("the body broke off", chunk.getFailure());
            }
        }
        int count = Math.min(length, chunk.remaining());
        chunk.getByteBuffer().get(bytes, offset, count);
        total += count;
        return count;
    }

    private Content.Chunk next() throws IOException {
        if (late) {
            throw new InterruptedIOException(LATE);
        }
        for (Content.Chunk read = source.read(); ; read = source.read()) {
            if (read != null) {
                return read;
            }
            source.demand(arrived::release);
            try {
                if (!arrived.tryAcquire(deadlineNanos - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                    late = true; // what was demanded last is still on its way: nothing more may be asked for
                    throw new InterruptedIOException(LATE);
                }
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("the server is going");
            }
        }
    }

    /// Gives back the memory of what was read last.
    @Override
    public void close() {
        Content.Chunk read = chunk;
        chunk = Content.Chunk.EMPTY;
        read.release();
    }
}
