package dev.pilothouse.store.mvcc;

import dev.pilothouse.store.Event;
import dev.pilothouse.store.Watch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// A watch over the event log.
public final class LogWatch implements Watch {
    private final EventLog log;
    private final String prefix;
    private long next;
    private volatile boolean closed;

    /// Refuses at once a revision that is forgotten already.
    public LogWatch(EventLog log, String prefix, long fromRevision) {
        this.log = log;
        this.prefix = prefix;
        this.next = fromRevision;
        if (fromRevision < log.first()) {
            throw new dev.pilothouse.store.StoreException.Compacted(log.first() - 1);
        }
    }

    @Override
    public List<Event> next(Duration timeout) throws InterruptedException {
        long deadline = System.nanoTime() + EventLog.nanos(timeout);
        while (true) {
            List<List<Event>> transactions = log.read(next, deadline - System.nanoTime(), () -> closed);
            if (transactions.isEmpty()) {
                return List.of();
            }
            List<Event> matching = new ArrayList<>();
            for (List<Event> transaction : transactions) {
                for (Event event : transaction) {
                    if (event.key().startsWith(prefix)) {
                        matching.add(event);
                    }
                }
            }
            next += transactions.size();
            if (!matching.isEmpty()) {
                return matching;
            }
        }
    }

    @Override
    public long revision() {
        return next - 1;
    }

    @Override
    public void close() {
        closed = true;
        log.wake();
    }
}
