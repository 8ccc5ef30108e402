package dev.pilothouse.apiserver.http;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.server.ConnectionMetaData;

/// Writes what the watches of one connection have to tell. A change wakes many of them at once, and a record of TLS, a call of
/// the system or a thread for each would cost more than the event: what all have to tell goes out together.
///
/// P1 No watch waits for another one's client: a stream that isn't read holds up itself alone.
/// P2 While there is nothing to tell, no thread is held.
final class WatchPump {
    private static final String ATTRIBUTE = WatchPump.class.getName();

    /// What is held to go out together, about. One watch may add [OpenWatch#WRITE_BYTES] to it.
    private static final int GATHERED_BYTES = 256 << 10;

    private final Executor threads;
    /// Each watch of the connection once at most.
    private final Queue<OpenWatch> woken = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean running = new AtomicBoolean();

    private WatchPump(Executor threads) {
        this.threads = threads;
    }

    /// The pump of a connection.
    static WatchPump of(ConnectionMetaData connection, Executor threads) {
        synchronized (WatchPump.class) {
            if (connection.getAttribute(ATTRIBUTE) instanceof WatchPump known) {
                return known;
            }
            WatchPump made = new WatchPump(threads);
            connection.setAttribute(ATTRIBUTE, made);
            return made;
        }
    }

    /// Has the watch looked at soon. Called by any thread, by feeds as well, so it is quick.
    void wake(OpenWatch watch) {
        woken.add(watch);
        start();
    }

    /// Does what may take a while.
    void later(Runnable task) {
        threads.execute(task);
    }

    private void start() {
        if (running.compareAndSet(false, true)) {
            threads.execute(this::run);
        }
    }

    private void run() {
        try {
            while (!woken.isEmpty()) {
                send(gather());
            }
        } finally {
            running.set(false);
        }
        if (!woken.isEmpty()) {
            start(); // it came after the last look
        }
    }

    private Queue<OpenWatch> gather() {
        Queue<OpenWatch> gathered = new ConcurrentLinkedQueue<>();
        int bytes = 0;
        while (bytes < GATHERED_BYTES) {
            OpenWatch watch = woken.poll();
            if (watch == null) {
                break;
            }
            if (watch.collect()) {
                gathered.add(watch);
                bytes += watch.collectedBytes();
            }
        }
        return gathered;
    }

    /// Told of the first write in the midst of flushing, the connection takes what it is handed meanwhile and sends it as one. If
    /// the first has to wait, the next one is the first.
    private static void send(Queue<OpenWatch> gathered) {
        for (OpenWatch first = gathered.poll(); first != null; first = gathered.poll()) {
            first.write(() -> {
                for (OpenWatch other = gathered.poll(); other != null; other = gathered.poll()) {
                    other.write(() -> {});
                }
            });
        }
    }
}
