package dev.pilothouse.apiserver.http;

import java.time.Duration;
import java.util.Iterator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/// The watches that are open at a door.
final class Watches {
    /// As upstream, no fewer are ended in a second, however long the server would wait.
    private static final int FEWEST_A_SECOND = 200;

    private static final long SECOND_NANOS = Duration.ofSeconds(1).toNanos();

    private final Set<HttpResponse.Frames> open = ConcurrentHashMap.newKeySet();
    private volatile boolean over;

    /// @return false when no watch may begin any more
    boolean begins(HttpResponse.Frames frames) {
        open.add(frames);
        return !over;
    }

    void ends(HttpResponse.Frames frames) {
        open.remove(frames);
    }

    /// Ends every watch in order, so that clients read the end of a stream and not a broken connection. They come back at
    /// once and elsewhere, so they are spread over the time that is given.
    void end(Duration grace) {
        over = true;
        long pause = grace.isZero()
                ? 0
                : Math.min(SECOND_NANOS / FEWEST_A_SECOND, grace.toNanos() / Math.max(1, open.size()));
        for (Iterator<HttpResponse.Frames> each = open.iterator(); each.hasNext(); ) {
            each.next().close();
            LockSupport.parkNanos(pause);
        }
    }
}
