package dev.pilothouse.scheduler;

import dev.pilothouse.api.core.v1.Namespace;
import dev.pilothouse.api.core.v1.Node;
import dev.pilothouse.api.core.v1.Pod;
import dev.pilothouse.api.meta.ApiError;
import dev.pilothouse.api.meta.ObjectMeta;
import dev.pilothouse.api.meta.Status;
import dev.pilothouse.api.meta.Timestamps;
import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.NullTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import dev.pilothouse.client.Client;
import dev.pilothouse.client.EventRecorder;
import dev.pilothouse.client.Informers;
import dev.pilothouse.client.Transport;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Gives each pod a node. One thread owns the queue and the count of the cluster; what happens elsewhere reaches it
/// through an inbox, and binding goes on beside it.
public final class Scheduler implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Scheduler.class);

    private static final String NAME = "default-scheduler";

    /// The longest sleep: afterwards the queue is looked through for pods that nobody woke.
    private static final Duration IDLE = Duration.ofSeconds(30);

    /// Bindings that are under way at once.
    private static final int BINDINGS = 64;

    private final Client client;
    private final Informers informers;
    private final EventRecorder events;
    private final InstantSource clock;
    private final Executor executor;
    private final ClusterState cluster = new ClusterState();
    private final SchedulingQueue queue = new SchedulingQueue();
    private final Decision.Maker maker;
    /// Changes for the scheduling thread. As many as there are changes of pods and nodes: it only counts them, which is
    /// faster than they can come.
    private final LinkedBlockingQueue<Runnable> inbox = new LinkedBlockingQueue<>();
    private final Semaphore bindings = new Semaphore(BINDINGS);
    private volatile boolean closed;

    public Scheduler(Transport transport, InstantSource clock, RandomGenerator random, Executor executor) {
        this.client = new Client(transport);
        this.informers = new Informers(transport, executor);
        this.clock = clock;
        this.executor = executor;
        this.events = new EventRecorder(client, NAME, "", clock, executor);
        this.maker = new Decision.Maker(Plugins.ALL, random);
        informers.of(Node.RESOURCE).listen((before, after) -> inbox.add(() -> nodeChanged(before, after)));
        informers.of(Pod.RESOURCE).listen((before, after) -> inbox.add(() -> podChanged(before, after)));
        informers.of(Namespace.RESOURCE).listen((before, after) -> inbox.add(() -> {
            after.ifPresentOrElse(
                    cluster::putNamespace, () -> before.ifPresent(n -> cluster.removeNamespace(ObjectMeta.name(n))));
            wake("Namespace");
        }));
        informers.start();
        executor.execute(this::run);
    }

    private void run() {
        try {
            informers.awaitSynced();
            while (!closed) {
                Runnable change = inbox.poll(
                        queue.idle(clock.instant(), IDLE).toMillis(), TimeUnit.MILLISECONDS);
                while (change != null) {
                    change.run();
                    change = inbox.poll();
                }
                Instant now = clock.instant();
                queue.flush(now);
                Optional<PodState> next = queue.take(now);
                if (next.isPresent()) {
                    schedule(next.get(), now);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.error("The scheduler failed and has stopped", e);
        }
    }

    // ---- what happens elsewhere

    private void nodeChanged(Optional<ObjectTree> before, Optional<ObjectTree> after) {
        if (after.isEmpty()) {
            before.ifPresent(node -> cluster.removeNode(ObjectMeta.name(node)));
            return;
        }
        cluster.putNode(after.get());
        boolean same = before.filter(old -> old.get("spec").equals(after.get().get("spec"))
                        && ObjectMeta.labels(old).equals(ObjectMeta.labels(after.get()))
                        && old.object("status")
                                .get("allocatable")
                                .equals(after.get().object("status").get("allocatable")))
                .isPresent();
        if (!same) {
            wake("Node");
        }
    }

    private void podChanged(Optional<ObjectTree> before, Optional<ObjectTree> after) {
        if (after.isEmpty()) {
            before.ifPresent(pod -> {
                queue.remove(ObjectMeta.uid(pod));
                if (cluster.remove(ObjectMeta.uid(pod))) {
                    wake("Pod");
                }
            });
            return;
        }
        ObjectTree pod = after.get();
        String node = pod.object("spec").text("nodeName");
        String phase = pod.object("status").text("phase");
        boolean finished = phase.equals("Succeeded") || phase.equals("Failed");
        if (finished) {
            queue.remove(ObjectMeta.uid(pod));
            if (cluster.remove(ObjectMeta.uid(pod))) {
                wake("Pod");
            }
        } else if (!node.isEmpty()) {
            queue.remove(ObjectMeta.uid(pod));
            cluster.assign(cluster.podState(pod), node);
            boolean isNew = before.filter(old -> old.object("spec").text("nodeName").equals(node))
                    .isEmpty();
            if (isNew) {
                wake("Pod");
            }
        } else if (isMine(pod)) {
            if (cluster.nodeOf(ObjectMeta.uid(pod)).isEmpty()) {
                queue.put(cluster.podState(pod), clock.instant());
            }
        }
    }

    private static boolean isMine(ObjectTree pod) {
        return pod.object("spec").text("schedulerName").equals(NAME)
                && !ObjectMeta.isBeingDeleted(pod)
                && pod.object("spec").list("schedulingGates").isEmpty();
    }

    private void wake(String kind) {
        queue.wake(refused -> Plugins.ALL.stream()
                .anyMatch(plugin -> plugin.name().equals(refused) && plugin.curedBy().contains(kind)));
    }

    // ---- one pod

    private void schedule(PodState pod, Instant now) throws InterruptedException {
        switch (maker.decide(pod, cluster)) {
            case Decision.Node(String node) -> {
                cluster.assign(pod, node);
                bindings.acquire();
                executor.execute(() -> bind(pod, node));
            }
            case Decision.Nowhere(String message, var refusedBy) -> {
                queue.park(pod.uid(), refusedBy, now);
                executor.execute(() -> explain(pod, message));
            }
        }
    }

    private void bind(PodState pod, String node) {
        try {
            ObjectTree binding = ObjectTree.builder()
                    .put("kind", "Binding")
                    .put("apiVersion", "v1")
                    .put(
                            "metadata",
                            ObjectTree.EMPTY
                                    .with("name", pod.key().name())
                                    .with("namespace", pod.namespace())
                                    .with("uid", pod.uid()))
                    .put("target", ObjectTree.EMPTY.with("kind", "Node").with("name", node))
                    .build();
            client.act(Pod.RESOURCE, pod.key(), "binding", binding);
            events.record(
                    pod.pod(), "Normal", "Scheduled", "Successfully assigned " + pod.key() + " to " + node);
        } catch (ApiError e) {
            if (!e.is(Status.NOT_FOUND) && !e.is(Status.CONFLICT)) {
                LOG.warn("Binding {} to {} failed and is tried again: {}", pod.key(), node, e.getMessage());
            }
            inbox.add(() -> {
                cluster.remove(pod.uid());
                queue.retry(pod.uid(), clock.instant());
            });
        } finally {
            bindings.release();
        }
    }

    private void explain(PodState pod, String message) {
        events.record(pod.pod(), "Warning", "FailedScheduling", message);
        ListTree conditions = pod.pod().object("status").list("conditions");
        ObjectTree old = ObjectTree.EMPTY;
        List<Tree> all = new ArrayList<>();
        for (ObjectTree condition : conditions.objects()) {
            if (condition.text("type").equals("PodScheduled")) {
                old = condition;
            } else {
                all.add(condition);
            }
        }
        if (old.text("message").equals(message) && old.text("status").equals("False")) {
            return;
        }
        all.add(ObjectTree.builder()
                .put("type", "PodScheduled")
                .put("status", "False")
                .put("reason", "Unschedulable")
                .put("message", message)
                .put("observedGeneration", ObjectMeta.generation(pod.pod()))
                .put("lastProbeTime", NullTree.NULL)
                .put(
                        "lastTransitionTime",
                        old.text("status").equals("False")
                                ? old.get("lastTransitionTime")
                                : Tree.of(Timestamps.seconds(clock.instant())))
                .build());
        ObjectTree patch =
                ObjectTree.of("status", ObjectTree.of("conditions", ListTree.of(all)));
        try {
            client.merge(Pod.RESOURCE, pod.key(), "status", patch);
        } catch (ApiError e) {
            LOG.debug("The condition of {} was not written: {}", pod.key(), e.getMessage());
        }
    }

    @Override
    public void close() {
        closed = true;
        inbox.add(() -> {});
        informers.close();
    }
}
