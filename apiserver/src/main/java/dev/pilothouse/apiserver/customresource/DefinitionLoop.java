package dev.pilothouse.apiserver.customresource;

import dev.pilothouse.api.meta.ApiError;
import dev.pilothouse.api.meta.ObjectMeta;
import dev.pilothouse.api.meta.Timestamps;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import dev.pilothouse.apiserver.read.Item;
import dev.pilothouse.apiserver.registry.Operation;
import dev.pilothouse.apiserver.registry.Registry;
import dev.pilothouse.apiserver.registry.Resource;
import dev.pilothouse.apiserver.registry.Resources;
import dev.pilothouse.apiserver.upkeep.Followed;
import dev.pilothouse.store.StoreException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Brings every definition on its way: gives it its names, establishes it, and takes its objects away before it goes. One
/// thread, since names are given one after the other.
public final class DefinitionLoop implements Runnable, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DefinitionLoop.class);

    /// Between two looks at a definition whose last objects don't go yet.
    private static final Duration LATER = Duration.ofMillis(250);

    private final Registry registry;
    private final DefinitionCleanup cleanup;
    private final ApiServices services;
    private final InstantSource clock;
    private final Followed loop;

    public DefinitionLoop(
            Resources resources,
            Registry registry,
            DefinitionCleanup cleanup,
            ApiServices services,
            InstantSource clock) {
        this.registry = registry;
        this.cleanup = cleanup;
        this.services = services;
        this.clock = clock;
        this.loop = new Followed(() -> resources.find(Definition.RESOURCE).orElseThrow(), LATER, this::pass);
    }

    @Override
    public void run() {
        loop.run();
    }

    /// Looks at every definition.
    private Followed.Then pass(Resource resource) {
        TreeMap<String, ObjectTree> definitions = new TreeMap<>();
        Followed.objects(resource).forEach(object -> definitions.put(ObjectMeta.name(object), object));
        boolean waiting = false;
        for (String name : List.copyOf(definitions.keySet())) {
            try {
                waiting |= look(resource, name, definitions);
            } catch (ApiError | StoreException e) {
                LOG.debug("The definition {} is looked at again: {}", name, e.getMessage());
                waiting = true;
            }
        }
        services.keep(definitions.values(), operation());
        return waiting ? Followed.Then.LATER : Followed.Then.WHEN_CHANGED;
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
        loop.close();
    }
}
