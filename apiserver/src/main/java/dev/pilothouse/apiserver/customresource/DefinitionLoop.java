package dev.pilothouse.apiserver.customresource;

import dev.pilothouse.api.meta.ApiError;
import dev.pilothouse.api.meta.FieldSelector;
import dev.pilothouse.api.meta.LabelSelector;
import dev.pilothouse.api.meta.ObjectMeta;
import dev.pilothouse.api.meta.Timestamps;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import dev.pilothouse.apiserver.http.HttpResponse;
import dev.pilothouse.apiserver.read.Item;
import dev.pilothouse.apiserver.read.Selection;
import dev.pilothouse.apiserver.read.WatchStream;
import dev.pilothouse.apiserver.registry.Operation;
import dev.pilothouse.apiserver.registry.Registry;
import dev.pilothouse.apiserver.registry.Resource;
import dev.pilothouse.apiserver.registry.Resources;
import dev.pilothouse.apiserver.request.ListOptions;
import dev.pilothouse.store.StoreException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Brings every definition on its way: gives it its names, establishes it, and takes its objects away before it goes. One
/// thread, since names are given one after the other.
public final class DefinitionLoop implements Runnable, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DefinitionLoop.class);

    /// How long a watch is kept before it is opened anew.
    private static final Duration WATCH = Duration.ofHours(1);

    /// Between two looks at a definition whose last objects don't go yet.
    private static final Duration AGAIN = Duration.ofMillis(250);

    private final Resources resources;
    private final Registry registry;
    private final DefinitionCleanup cleanup;
    private final ApiServices services;
    private final InstantSource clock;
    private volatile boolean closed;
    private volatile Optional<WatchStream> stream = Optional.empty();

    public DefinitionLoop(
            Resources resources,
            Registry registry,
            DefinitionCleanup cleanup,
            ApiServices services,
            InstantSource clock) {
        this.resources = resources;
        this.registry = registry;
        this.cleanup = cleanup;
        this.services = services;
        this.clock = clock;
    }

    @Override
    public void run() {
        while (!closed) {
            try {
                follow();
            } catch (StoreException.Closed e) {
                return;
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                if (closed) {
                    return;
                }
                LOG.error("The definitions of custom resources are looked at again", e);
                pause();
            }
        }
    }

    private void pause() {
        try {
            Thread.sleep(AGAIN);
        } catch (InterruptedException e) {
            closed = true;
        }
    }

    private void follow() throws InterruptedException {
        Resource definitions = resources.find(Definition.RESOURCE).orElseThrow();
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
                Selection.of("", LabelSelector.EVERYTHING, FieldSelector.EVERYTHING, definitions.strategy());
        try (WatchStream events = WatchStream.open(definitions.cache(), all, everything, WATCH)) {
            stream = Optional.of(events);
            boolean waiting = pass(definitions);
            while (!closed) {
                if (waiting) {
                    pause(); // its own writes are events too: without a rest they would drive it round and round
                }
                HttpResponse.Next next = events.next(waiting ? Duration.ZERO : WATCH);
                if (next instanceof HttpResponse.Next.End) {
                    return;
                }
                boolean drained = next instanceof HttpResponse.Next.Nothing;
                while (!drained) {
                    drained = !(events.next(Duration.ZERO) instanceof HttpResponse.Next.Event);
                }
                waiting = pass(definitions);
            }
        }
    }

    /// Looks at every definition; answers whether one is to be looked at again although nothing happens to it.
    private boolean pass(Resource resource) {
        TreeMap<String, ObjectTree> definitions = new TreeMap<>();
        resource.cache().consistent().snapshot().walk(resource.cache().prefix(), "", item -> {
            definitions.put(ObjectMeta.name(item.object()), item.object());
            return true;
        });
        boolean waiting = false;
        for (String name : List.copyOf(definitions.keySet())) {
            try {
                waiting |= look(resource, name, definitions);
            } catch (ApiError e) {
                LOG.debug("The definition {} is looked at again: {}", name, e.getMessage());
                waiting = true;
            }
        }
        services.keep(definitions.values(), operation());
        return waiting;
    }

    private boolean look(Resource resource, String name, TreeMap<String, ObjectTree> definitions) {
        ObjectTree definition = definitions.get(name);
        if (cleanup.isDue(definition)) {
            return !cleanup.proceed(resource, new Definition(definition), operation());
        }
        if (!DefinitionNames.areSettled(definition)) {
            DefinitionNames names = DefinitionNames.taken(
                    definition.object("spec").text("group"), definitions.values());
            definitions.put(name, write(resource, name, current -> names.settle(current, time())));
        }
        Approval.of(definition)
                .filter(approval -> !approval.isIn(definition))
                .ifPresent(approval -> definitions.put(
                        name, write(resource, name, current -> approval.on(current, time()))));
        return false;
    }

    private Tree time() {
        return Tree.of(Timestamps.seconds(clock.instant()));
    }

    private Operation operation() {
        return Operation.ofServer(clock.instant());
    }

    private ObjectTree write(Resource resource, String name, UnaryOperator<ObjectTree> change) {
        Item written = registry.update(
                        resource, "status", "", name, change::apply, Registry.Way.REPLACE, operation())
                .item();
        return written.object();
    }

    @Override
    public void close() {
        closed = true;
        stream.ifPresent(WatchStream::close);
    }
}
