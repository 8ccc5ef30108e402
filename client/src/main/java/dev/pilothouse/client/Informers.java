package dev.pilothouse.client;

import dev.pilothouse.api.schema.GroupVersionResource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

/// The informers that loops with the same identity share, each started when it is first asked for. They act on nothing.
public final class Informers implements Loop {
    private final Transport transport;
    private final Executor executor;
    private final Map<GroupVersionResource, Informer> informers = new ConcurrentHashMap<>();
    private final Map<GroupVersionResource, Boolean> started = new ConcurrentHashMap<>();

    public Informers(Transport transport, Executor executor) {
        this.transport = transport;
        this.executor = executor;
    }

    /// The resource's informer; it follows nothing before [#start].
    public Informer of(GroupVersionResource resource) {
        return informers.computeIfAbsent(resource, r -> new Informer(r, transport, ""));
    }

    /// The resource's informer, if anybody follows the resource.
    Optional<Informer> find(GroupVersionResource resource) {
        return Optional.ofNullable(informers.get(resource));
    }

    /// Starts the informers that have been asked for since the last time.
    public void start() {
        informers.forEach((resource, informer) -> {
            if (started.putIfAbsent(resource, true) == null) {
                informer.start(executor);
            }
        });
    }

    /// Stops following a resource that is served no longer: its objects are gone with it, and listeners hear so.
    public void drop(GroupVersionResource resource) {
        Informer gone = informers.remove(resource);
        started.remove(resource);
        if (gone != null) {
            gone.close();
            gone.clear();
        }
    }

    @Override
    public void act() {}

    public void awaitSynced() throws InterruptedException {
        for (Informer informer : informers.values()) {
            informer.awaitSynced();
        }
    }

    @Override
    public void close() {
        informers.values().forEach(Informer::close);
    }
}
