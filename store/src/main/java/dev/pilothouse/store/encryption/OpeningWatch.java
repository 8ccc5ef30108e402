package dev.pilothouse.store.encryption;

import dev.pilothouse.store.Event;
import dev.pilothouse.store.StoreException;
import dev.pilothouse.store.Watch;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/// Opens what another watch tells. A value that nobody can open ends nothing: the watch says so once, and goes on behind it.
final class OpeningWatch implements Watch {
    private final Watch watch;
    private final Sealing sealing;
    /// Told by the other watch, and not yet by this one; whole revisions, of one call.
    private final ArrayDeque<Event> rest = new ArrayDeque<>();
    private long told;

    OpeningWatch(Watch watch, Sealing sealing) {
        this.watch = watch;
        this.sealing = sealing;
    }

    @Override
    public List<Event> next(Duration timeout) throws InterruptedException {
        if (rest.isEmpty()) {
            List<Event> events = watch.next(timeout);
            if (events.stream().noneMatch(sealing::concerns)) {
                return events;
            }
            rest.addAll(events);
        }
        List<Event> opened = new ArrayList<>(rest.size());
        while (!rest.isEmpty()) {
            Event event = rest.peek();
            try {
                opened.add(sealing.read(event));
                rest.remove();
            } catch (StoreException.Unreadable e) {
                if (!opened.isEmpty()) {
                    // Told first; the next call stops here again.
                    return opened;
                }
                rest.remove();
                throw e;
            } finally {
                told = event.revision() - 1;
            }
        }
        return opened;
    }

    @Override
    public long revision() {
        return rest.isEmpty() ? watch.revision() : told;
    }

    @Override
    public void close() {
        watch.close();
    }
}
