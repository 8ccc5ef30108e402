package dev.pilothouse.apiserver.bootstrap;

import dev.pilothouse.api.meta.ApiError;
import dev.pilothouse.api.meta.RandomUid;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.apiserver.read.TooEarly;
import dev.pilothouse.apiserver.registry.NewCluster;
import dev.pilothouse.store.StoreException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes what every cluster holds from the beginning. Objects that are there already stay as they are, except for those that
/// say where the API server is.
///
/// B1 A new cluster is given its first objects finished, as [FirstObject] has them. What is missing in one that has begun is asked
///    for at the front door: others have a say there by now.
public final class Bootstrap {
    private static final Logger LOG = LoggerFactory.getLogger(Bootstrap.class);
    private static final String MANAGER = "kube-apiserver";
    private static final String FLOW_PRODUCER = "api-priority-and-fairness-config-producer-v1";
    private static final String FLOW_CONSUMER = "api-priority-and-fairness-config-consumer-v1";

    /// How long a server that is busy with its first reads is asked again before the process gives up (upstream's hooks).
    private static final int ATTEMPTS = 60;

    private static final Duration BETWEEN = Duration.ofMillis(500);

    private final Self self;
    private final NewCluster begun;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final Executor executor;

    /// @param random makes the uids of a new cluster's objects
    /// @param executor makes objects side by side: on a disk they share what waiting costs
    public Bootstrap(Self self, NewCluster begun, InstantSource clock, RandomGenerator random, Executor executor) {
        this.self = self;
        this.begun = begun;
        this.clock = clock;
        this.random = random;
        this.executor = executor;
    }

    /// Returns when everything is there. Where the server is isn't said when what is there of it can't be read: everything else
    /// goes on, and the next start says it.
    public void run(WhereServerIs where) {
        List<FirstObject> all = FirstObject.all().stream().filter(self::isServed).toList();
        if (isUnbegun()) {
            patiently(() -> store(all));
        } else {
            complete(all);
        }
        try {
            patiently(() -> where.announce(self, clock));
        } catch (IllegalStateException unreadable) {
            LOG.error("The cluster isn't told where this server is: {}", unreadable.getMessage());
        }
    }

    /// A store that can't tell holds nothing that could be overwritten in vain: the front door waits for it.
    private boolean isUnbegun() {
        try {
            return begun.isUnbegun();
        } catch (StoreException unanswered) {
            return false;
        }
    }

    private void store(List<FirstObject> all) {
        inParallel(all, this::store);
        try {
            begun.awaitSeen(all.stream().map(FirstObject::resource).distinct().toList());
        } catch (StoreException | TooEarly behind) {
            throw new IllegalStateException("what was stored isn't there yet: " + behind.getMessage(), behind);
        }
    }

    private void store(FirstObject object) {
        try {
            begun.store(object.resource(), object.stored(RandomUid.of(random), clock.instant()));
        } catch (StoreException refused) {
            throw new IllegalStateException(object.path() + " can't be stored: " + refused.getMessage(), refused);
        }
    }

    /// Makes at the front door what is missing.
    private void complete(List<FirstObject> all) {
        // Namespaces come first: what lives in one is refused without it.
        make(all.stream().filter(FirstObject::isNamespace).toList());
        make(all.stream().filter(it -> !it.isNamespace()).toList());
    }

    /// Everything is made only if it isn't there, so that trying again does no harm.
    private static void patiently(Runnable making) {
        for (int attempt = 1; ; attempt++) {
            try {
                making.run();
                return;
            } catch (IllegalStateException refused) {
                if (attempt == ATTEMPTS) {
                    throw refused;
                }
                LOG.warn("What every cluster holds isn't there yet: {}", refused.getMessage());
            }
            try {
                Thread.sleep(BETWEEN);
            } catch (InterruptedException end) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while the cluster was begun", end);
            }
        }
    }

    private void make(List<FirstObject> objects) {
        Set<String> known = self.known(objects);
        inParallel(
                objects.stream().filter(it -> !known.contains(it.path())).toList(),
                object -> patiently(() -> make(object)));
    }

    private void inParallel(List<FirstObject> objects, Consumer<FirstObject> making) {
        List<CompletableFuture<Void>> all = new ArrayList<>();
        for (FirstObject object : objects) {
            all.add(CompletableFuture.runAsync(() -> making.accept(object), executor));
        }
        try {
            all.forEach(CompletableFuture::join);
        } catch (CompletionException failed) {
            throw failed.getCause() instanceof IllegalStateException refused ? refused : failed;
        }
    }

    private void make(FirstObject object) {
        ObjectTree sent = object.sent(clock.instant());
        switch (sent.text("kind")) {
            case "FlowSchema" -> {
                self.create(sent, FLOW_PRODUCER);
                self.applyStatus(object.sentStatus(clock.instant()), FLOW_CONSUMER);
            }
            case "PriorityLevelConfiguration" -> self.create(sent, FLOW_PRODUCER);
            default -> self.create(sent, MANAGER);
        }
    }
}
