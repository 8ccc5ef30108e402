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
    private final Duration later;
    private final Look look;
    private volatile boolean closed;
    private volatile Optional<WatchStream> stream = Optional.empty();

    /// One look at all objects of the resource.
    @FunctionalInterface
    public interface Look {
        Then at(Resource resource);
    }

    /// When to look the next time.
    public enum Then {
        WHEN_CHANGED,
        /// After a while although nothing happens to the resource.
        WHEN_CHANGED_OR_LATER,
        /// After a while whatever happens: a look's own writes are changes too, and would drive one that gets nowhere round
        /// and round.
        LATER
    }

    /// @param later between two looks where the first asked for another, and after one that failed
    public Followed(Supplier<Resource> resource, Duration later, Look look) {
        this.resource = resource;
        this.later = later;
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
            Thread.sleep(later);
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
            Then then = look.at(followed);
            while (!closed) {
                if (then == Then.LATER) {
                    pause();
                }
                HttpResponse.Next next = events.next(
                        switch (then) {
                            case WHEN_CHANGED -> WATCH;
                            case WHEN_CHANGED_OR_LATER -> later;
                            case LATER -> Duration.ZERO;
                        });
                if (next instanceof HttpResponse.Next.End) {
                    return;
                }
                boolean drained = next instanceof HttpResponse.Next.Nothing;
                while (!drained) {
                    drained = !(events.next(Duration.ZERO) instanceof HttpResponse.Next.Event);
                }
                then = look.at(followed);
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
