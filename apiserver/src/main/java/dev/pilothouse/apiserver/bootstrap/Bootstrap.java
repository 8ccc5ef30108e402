package dev.pilothouse.apiserver.bootstrap;

import dev.pilothouse.api.meta.ObjectMeta;
import dev.pilothouse.api.meta.Timestamps;
import dev.pilothouse.api.tree.Json;
import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.MalformedJson;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes what every cluster holds from the beginning. Objects that are there already stay as they are, except for those that
/// say where the API server is.
///
/// The objects themselves are facts of 1.36 and stand in `objects.jsonl`, one a line.
public final class Bootstrap {
    private static final Logger LOG = LoggerFactory.getLogger(Bootstrap.class);
    private static final String MANAGER = "kube-apiserver";
    private static final String FLOW_PRODUCER = "api-priority-and-fairness-config-producer-v1";
    private static final String FLOW_CONSUMER = "api-priority-and-fairness-config-consumer-v1";

    /// How long a server that is busy with its first reads is asked again before the process gives up (upstream's hooks).
    private static final int ATTEMPTS = 60;

    private static final Duration BETWEEN = Duration.ofMillis(500);

    private final Self self;
    private final InstantSource clock;
    private final Executor executor;

    /// @param executor makes objects side by side: on a disk they share what waiting costs
    public Bootstrap(Self self, InstantSource clock, Executor executor) {
        this.self = self;
        this.clock = clock;
        this.executor = executor;
    }

    /// Returns when everything is there. Where the server is isn't said when what is there of it can't be read: everything else
    /// goes on, and the next start says it.
    public void run(WhereServerIs where) {
        List<ObjectTree> facts = facts().stream().filter(self::isServed).toList();
        // Namespaces come first: what lives in one is refused without it.
        make(facts.stream().filter(it -> it.text("kind").equals("Namespace")).toList());
        make(facts.stream().filter(it -> !it.text("kind").equals("Namespace")).toList());
        try {
            patiently(() -> where.announce(self, clock));
        } catch (IllegalStateException unreadable) {
            LOG.error("The cluster isn't told where this server is: {}", unreadable.getMessage());
        }
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

    private void make(List<ObjectTree> objects) {
        Set<String> known = self.known(objects);
        List<CompletableFuture<Void>> all = new ArrayList<>();
        for (ObjectTree object : objects) {
            if (!self.isIn(known, object)) {
                all.add(CompletableFuture.runAsync(() -> patiently(() -> make(object)), executor));
            }
        }
        all.forEach(CompletableFuture::join);
    }

    private void make(ObjectTree object) {
        switch (object.text("kind")) {
            case "FlowSchema" -> {
                self.create(object.without("status"), FLOW_PRODUCER);
                self.applyStatus(withTimes(object.without("spec")), FLOW_CONSUMER);
            }
            case "PriorityLevelConfiguration" -> self.create(object, FLOW_PRODUCER);
            default -> self.create(object, MANAGER);
        }
    }

    /// The object's conditions hold from now on.
    private ObjectTree withTimes(ObjectTree object) {
        String now = Timestamps.seconds(clock.instant());
        List<Tree> conditions = new ArrayList<>();
        for (ObjectTree condition : object.object("status").list("conditions").objects()) {
            conditions.add(condition.with("lastTransitionTime", now));
        }
        ObjectTree metadata = ObjectTree.EMPTY.with("name", ObjectMeta.name(object));
        return object.with("metadata", metadata).withAt(ListTree.of(conditions), "status", "conditions");
    }

    private static List<ObjectTree> facts() {
        try (InputStream in = Bootstrap.class.getResourceAsStream("objects.jsonl")) {
            List<ObjectTree> objects = new ArrayList<>();
            for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n")) {
                objects.add((ObjectTree) Json.parse(line));
            }
            return objects;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (MalformedJson e) {
            throw new IllegalStateException("objects.jsonl is packaged with this class", e);
        }
    }
}
