package dev.pilothouse.apiserver.upkeep;

import dev.pilothouse.api.meta.FieldSelector;
import dev.pilothouse.api.meta.LabelSelector;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.apiserver.http.HttpResponse;
import dev.pilothouse.apiserver.read.Selection;
import dev.pilothouse.apiserver.read.WatchStream;
import dev.pilothouse.apiserver.registry.Resource;
import dev.pilothouse.apiserver.request.ListOptions;
import dev.pilothouse.store.StoreException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks at a resource when it starts, and again after every change to it, until it is closed. Changes that come
/// while somebody looks are looked at together.
public final class Followed implements Runnable, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Followed.class);

    /// How long a watch is kept before it is opened anew.
    private static final Duration WATCH = Duration.ofHours(1);

    private final Supplier<Resource> resource;
    private final Duration again;
    private final Look look;
    private volatile boolean closed;
    private volatile Optional<WatchStream> stream = Optional.empty();

    /// One look at all objects of the resource.
    @FunctionalInterface
    public interface Look {
        /// Answers whether to look again although nothing happens to the resource.
        boolean at(Resource resource);
    }

    /// @param again between two looks where the first asked for another, and after one that failed
    public Followed(Supplier<Resource> resource, Duration again, Look look) {
        this.resource = resource;
        this.again = again;
        this.look = look;
    }

    @Override
    public void run() {
        while (!closed) {
            try {
                follow(resource.get());
            } catch (StoreException.Closed | InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                if (closed) {
                    return;
                }
                LOG.error("A resource that the server follows is looked at again", e);
                pause();
            }
        }
    }

    private void pause() {
        try {
            Thread.sleep(again);
        } catch (InterruptedException e) {
            closed = true;
        }
    }

    private void follow(Resource followed) throws InterruptedException {
        ListOptions everything = new ListOptions(
                LabelSelector.EVERYTHING,
                FieldSelector.EVERYTHING,
                true,
                false,
                "",
                ListOptions.Match.UNSET,
                0,
                "",
                Optional.empty(),
                Optional.empty());
        Selection all =
                Selection.of("", LabelSelector.EVERYTHING, FieldSelector.EVERYTHING, followed.strategy());
        try (WatchStream events = WatchStream.open(followed.cache(), all, everything, WATCH)) {
            stream = Optional.of(events);
            boolean waiting = look.at(followed);
            while (!closed) {
                HttpResponse.Next next = events.next(waiting ? again : WATCH);
                if (next instanceof HttpResponse.Next.End) {
                    return;
                }
                boolean drained = next instanceof HttpResponse.Next.Nothing;
                while (!drained) {
                    drained = !(events.next(Duration.ZERO) instanceof HttpResponse.Next.Event);
                }
                waiting = look.at(followed);
            }
        }
    }

    /// All objects of a resource, as they are after every write that was acknowledged before.
    public static List<ObjectTree> objects(Resource resource) {
        List<ObjectTree> objects = new ArrayList<>();
        resource.cache().consistent().snapshot().walk(resource.cache().prefix(), "", item -> {
            objects.add(item.object());
            return true;
        });
        return objects;
    }

    @Override
    public void close() {
        closed = true;
        stream.ifPresent(WatchStream::close);
    }
}
