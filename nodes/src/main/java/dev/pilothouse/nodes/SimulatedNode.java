package dev.pilothouse.nodes;

import dev.pilothouse.api.coordination.v1.Lease;
import dev.pilothouse.api.core.v1.Node;
import dev.pilothouse.api.core.v1.Pod;
import dev.pilothouse.api.meta.ApiError;
import dev.pilothouse.api.meta.ObjectMeta;
import dev.pilothouse.api.meta.Status;
import dev.pilothouse.api.meta.Timestamps;
import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.client.Client;
import dev.pilothouse.client.Informer;
import dev.pilothouse.client.Key;
import dev.pilothouse.client.Transport;
import dev.pilothouse.client.WorkQueue;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One node: a kubelet without containers. It registers itself, renews its lease, and moves each pod that it was given
/// to the step of its life that [PodRules] say it has reached.
///
/// Every pass over a pod looks at what it is and when it came, and does what is due: like any loop, it never learns what
/// happened.
public final class SimulatedNode implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SimulatedNode.class);

    private static final String LEASES = "kube-node-lease";
    private static final int LEASE_SECONDS = 40;
    private static final Duration RENEW = Duration.ofSeconds(10);
    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final int WORKERS = 4;

    private final NodeShape shape;
    private final Client client;
    private final InstantSource clock;
    private final Executor executor;
    private final ScheduledExecutorService timers;
    private final Informer pods;
    private final WorkQueue<Key> queue;
    /// When each pod was first seen here, and the address that it got.
    private final Map<String, Arrival> arrivals = new ConcurrentHashMap<>();
    private final AtomicInteger addresses = new AtomicInteger();
    private volatile boolean closed;

    private record Arrival(Instant at, String address) {}

    public SimulatedNode(
            NodeShape shape,
            Transport transport,
            InstantSource clock,
            Executor executor,
            ScheduledExecutorService timers) {
        this.shape = shape;
        this.client = new Client(transport);
        this.clock = clock;
        this.executor = executor;
        this.timers = timers;
        this.queue = new WorkQueue<>(timers, clock);
        this.pods = new Informer(Pod.RESOURCE, transport, "fieldSelector=spec.nodeName%3D" + shape.name());
        pods.listen((before, after) -> after.or(() -> before).map(Key::of).ifPresent(queue::add));
        executor.execute(this::start);
    }

    private void start() {
        try {
            register();
            renewLease();
        } catch (RuntimeException e) {
            LOG.debug("Node {} registers later: {}", shape.name(), e.getMessage());
            later(this::start, RETRY);
            return;
        }
        pods.start(executor);
        for (int i = 0; i < WORKERS; i++) {
            executor.execute(this::work);
        }
        later(this::renew, RENEW);
    }

    private void later(Runnable action, Duration delay) {
        if (!closed && !timers.isShutdown()) {
            var _ = timers.schedule(() -> executor.execute(action), delay.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void register() {
        ObjectTree node = shape.node(clock.instant());
        try {
            client.create(Node.RESOURCE, "", node);
        } catch (ApiError e) {
            if (!e.is(Status.ALREADY_EXISTS)) {
                throw e;
            }
            ObjectTree there = client.get(Node.RESOURCE, new Key("", shape.name()));
            client.updateStatus(Node.RESOURCE, there.with("status", node.get("status")));
        }
    }

    private void renew() {
        try {
            renewLease();
        } catch (RuntimeException e) {
            LOG.debug("Node {} could not renew its lease: {}", shape.name(), e.getMessage());
        }
        later(this::renew, RENEW);
    }

    private void renewLease() {
        Key key = new Key(LEASES, shape.name());
        ObjectTree renewed = ObjectTree.of(
                "spec", ObjectTree.EMPTY.with("renewTime", Timestamps.micros(clock.instant())));
        try {
            client.merge(Lease.RESOURCE, key, "", renewed);
        } catch (ApiError e) {
            if (!e.is(Status.NOT_FOUND)) {
                throw e;
            }
            client.create(Lease.RESOURCE, LEASES, lease(renewed));
        }
    }

    private ObjectTree lease(ObjectTree renewed) {
        String uid = ObjectMeta.uid(client.get(Node.RESOURCE, new Key("", shape.name())));
        ObjectTree owner = ObjectTree.builder()
                .put("apiVersion", "v1")
                .put("kind", "Node")
                .put("name", shape.name())
                .put("uid", uid)
                .build();
        return ObjectTree.of(
                        "metadata",
                        ObjectTree.EMPTY
                                .with("name", shape.name())
                                .with("namespace", LEASES)
                                .with("ownerReferences", ListTree.of(owner)))
                .with(
                        "spec",
                        renewed.object("spec")
                                .with("holderIdentity", shape.name())
                                .with("leaseDurationSeconds", LEASE_SECONDS));
    }

    // ---- pods

    private void work() {
        try {
            while (!closed) {
                Optional<Key> key = queue.take();
                if (key.isEmpty()) {
                    return;
                }
                try {
                    pass(key.get());
                    queue.forget(key.get());
                } catch (ApiError e) {
                    LOG.debug("Node {} tries {} again: {}", shape.name(), key.get(), e.getMessage());
                    queue.retry(key.get());
                } catch (RuntimeException e) {
                    LOG.error("Node {} failed on {} and tries again", shape.name(), key.get(), e);
                    queue.retry(key.get());
                } finally {
                    queue.done(key.get());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void pass(Key key) {
        Optional<ObjectTree> found = pods.get(key);
        if (found.isEmpty()) {
            arrivals.keySet().retainAll(pods.all().stream().map(ObjectMeta::uid).toList());
            return;
        }
        ObjectTree pod = found.get();
        String phase = pod.object("status").text("phase");
        boolean ended = phase.equals("Succeeded") || phase.equals("Failed");
        if (ObjectMeta.isBeingDeleted(pod)) {
            stop(key, pod);
        } else if (!ended) {
            advance(key, pod);
        }
    }

    /// Containers without processes end at once; then nothing is left that the pod could be kept for.
    private void stop(Key key, ObjectTree pod) {
        try {
            client.delete(
                    Pod.RESOURCE, key, new Client.Deletion(Optional.of(0L), "", ObjectMeta.uid(pod), ""));
        } catch (ApiError e) {
            if (!e.is(Status.NOT_FOUND) && !e.is(Status.CONFLICT)) {
                throw e;
            }
        }
    }

    private void advance(Key key, ObjectTree pod) {
        Instant now = clock.instant();
        Arrival arrival = arrivals.computeIfAbsent(ObjectMeta.uid(pod), _ -> arrived(pod, now));
        PodRules rules = PodRules.of(pod);
        Duration age = Duration.between(arrival.at(), now);
        if (age.compareTo(rules.startAfter()) < 0) {
            queue.addAfter(key, rules.startAfter().minus(age));
            return;
        }
        PodStatus.Step step = PodStatus.Step.RUNNING;
        Duration running = age.minus(rules.startAfter());
        if (rules.exitAfter().filter(after -> running.compareTo(after) >= 0).isPresent()) {
            step = rules.exitCode() == 0 ? PodStatus.Step.SUCCEEDED : PodStatus.Step.FAILED;
        } else if (rules.readyAfter().filter(after -> running.compareTo(after) >= 0).isPresent()) {
            step = PodStatus.Step.READY;
        }
        ObjectTree status =
                new PodStatus(pod, shape.address(), arrival.address()).at(step, rules.exitCode(), now);
        if (!status.equals(pod.object("status"))) {
            client.updateStatus(Pod.RESOURCE, pod.with("status", status));
        }
        if (step == PodStatus.Step.RUNNING) {
            rules.readyAfter().ifPresent(after -> queue.addAfter(key, after.minus(running)));
        }
        if (step != PodStatus.Step.SUCCEEDED && step != PodStatus.Step.FAILED) {
            rules.exitAfter().ifPresent(after -> queue.addAfter(key, after.minus(running)));
        }
    }

    /// A pod that was here before a restart keeps its address and its age.
    private Arrival arrived(ObjectTree pod, Instant now) {
        String address = pod.object("status").text("podIP");
        Instant since =
                Timestamps.parse(pod.object("status").text("startTime")).orElse(now);
        return new Arrival(since, address.isEmpty() ? freeAddress() : address);
    }

    /// The count begins anew with the process; pods that were here before have theirs.
    private String freeAddress() {
        Set<String> taken = pods.all().stream()
                .map(pod -> pod.object("status").text("podIP"))
                .collect(Collectors.toSet());
        String next = shape.podAddress(addresses.getAndIncrement());
        for (int tries = 0; tries < taken.size() && taken.contains(next); tries++) {
            next = shape.podAddress(addresses.getAndIncrement());
        }
        return next;
    }

    @Override
    public void close() {
        closed = true;
        queue.close();
        pods.close();
    }
}
