package dev.pilothouse.apiserver.model;

import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import dev.pilothouse.apiserver.ApiServer;
import dev.pilothouse.apiserver.authentication.ClientCertificates;
import dev.pilothouse.apiserver.authentication.Identity;
import dev.pilothouse.apiserver.http.Handler;
import dev.pilothouse.store.Store;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/// API servers over one store, which are started anew while the clients go on.
final class Cluster implements AutoCloseable {
    static final List<String> NAMESPACES = List.of("north", "south");

    private final Ledger ledger;
    private final Supplier<Store> stores;
    private final boolean durable;
    private final RandomGenerator random;
    private final UnaryOperator<Handler> door;
    private final AtomicBoolean doubtful = new AtomicBoolean();
    private final AtomicLong incarnations = new AtomicLong();
    private volatile RecordingStore store;
    private final List<Running> servers = new CopyOnWriteArrayList<>();

    /// One server from its start to its end.
    ///
    /// @param since what happened after this revision is kept by its caches
    record Running(ApiServer server, Caller caller, long since, long incarnation) {}

    /// @param stores opens the store
    /// @param durable whether the store may be closed and opened again
    /// @param door stands before every server
    Cluster(
            Ledger ledger,
            Supplier<Store> stores,
            boolean durable,
            int servers,
            RandomGenerator random,
            UnaryOperator<Handler> door) {
        this.ledger = ledger;
        this.stores = stores;
        this.durable = durable;
        this.random = random;
        this.door = door;
        this.store = new RecordingStore(stores.get(), ledger, random, doubtful);
        for (int i = 0; i < servers; i++) {
            this.servers.add(start());
        }
        NAMESPACES.forEach(this::furnish);
    }

    Store store() {
        return store;
    }

    /// From now on the store doesn't always say what became of a write.
    void doubt() {
        doubtful.set(true);
    }

    boolean isDoubtful() {
        return doubtful.get();
    }

    int size() {
        return servers.size();
    }

    Running server(int number) {
        return servers.get(number % servers.size());
    }

    /// Whether this very server still runs.
    boolean isRunning(Running running) {
        return servers.stream().anyMatch(it -> it.incarnation == running.incarnation);
    }

    /// Ends a server and starts one in its place.
    void restart(int number) {
        servers.get(number).server.close();
        servers.set(number, start());
    }

    /// Ends everything, and goes on with what the store has kept.
    void restartAll() {
        servers.forEach(running -> running.server.close());
        if (durable) {
            store.close();
            store = new RecordingStore(stores.get(), ledger, random, doubtful);
        }
        servers.replaceAll(_ -> start());
    }

    private Running start() {
        InstantSource clock = InstantSource.system();
        ApiServer server = new ApiServer(
                store,
                clock,
                random,
                task -> Thread.ofVirtual().start(task),
                new ApiServer.Settings("127.0.0.1:6443", List.of("model"), ClientCertificates.none(), () -> {
                    throw new IllegalStateException("nobody signs tokens here");
                }));
        Caller caller = new Caller(
                door.apply(server.handler()), server.credential(Identity.of("model", Identity.SYSTEM_MASTERS)));
        // The caches fill when they are first asked: what comes after that is kept.
        for (Kind kind : Kind.values()) {
            caller.get(kind.collection(""), "", Caller.Shape.WHOLE, true);
        }
        return new Running(server, caller, store.revision(), incarnations.incrementAndGet());
    }

    private void furnish(String namespace) {
        make("/api/v1/namespaces", object("Namespace", namespace));
        make("/api/v1/namespaces/" + namespace + "/serviceaccounts", object("ServiceAccount", "default"));
    }

    private static ObjectTree object(String kind, String name) {
        return ObjectTree.builder()
                .put("apiVersion", "v1")
                .put("kind", kind)
                .put("metadata", ObjectTree.of("name", Tree.of(name)))
                .build();
    }

    private void make(String path, ObjectTree object) {
        Caller.Answer answer = servers.getFirst().caller.write("POST", path, "", "application/json", object);
        if (!answer.isOk()) {
            throw new IllegalStateException("the history can't begin: " + answer);
        }
    }

    @Override
    public void close() {
        servers.forEach(running -> running.server.close());
        store.close();
    }
}
