package dev.pilothouse.scheduler;

import dev.pilothouse.api.core.v1.Namespace;
import dev.pilothouse.api.core.v1.Node;
import dev.pilothouse.api.core.v1.Pod;
import dev.pilothouse.api.meta.ApiError;
import dev.pilothouse.api.meta.ObjectMeta;
import dev.pilothouse.api.meta.Status;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.core.v1.PersistentVolume;
import dev.pilothouse.api.core.v1.PersistentVolumeClaim;
import dev.pilothouse.api.core.v1.ReplicationController;
import dev.pilothouse.api.core.v1.Service;
import dev.pilothouse.api.apps.v1.ReplicaSet;
import dev.pilothouse.api.apps.v1.StatefulSet;
import dev.pilothouse.api.storage.v1.CSINode;
import dev.pilothouse.api.storage.v1.StorageClass;
import dev.pilothouse.api.policy.v1.PodDisruptionBudget;
import dev.pilothouse.api.schema.GroupVersionResource;
import dev.pilothouse.client.Client;
import dev.pilothouse.client.EventRecorder;
import dev.pilothouse.client.Informers;
import dev.pilothouse.client.Key;
import dev.pilothouse.client.Loop;
import dev.pilothouse.client.Transport;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Gives each pod a node. One thread owns the queue and the count of the cluster; what happens elsewhere reaches it
/// through an inbox, and binding goes on beside it.
public final class Scheduler implements Loop {
    private static final Logger LOG = LoggerFactory.getLogger(Scheduler.class);


    /// The longest sleep: afterwards the queue is looked through for pods that nobody woke.
    private static final Duration IDLE = Duration.ofSeconds(30);

    /// Bindings that are under way at once.
    private static final int BINDINGS = 64;

    /// What else plugins look at, by the name under which they call it a cure.
    private static final Map<GroupVersionResource, String> LOOKED_AT = Map.of(
            PersistentVolumeClaim.RESOURCE, "PersistentVolumeClaim",
            PersistentVolume.RESOURCE, "PersistentVolume",
            StorageClass.RESOURCE, "StorageClass",
            CSINode.RESOURCE, "CSINode",
            Service.RESOURCE, "Service",
            ReplicationController.RESOURCE, "ReplicationController",
            ReplicaSet.RESOURCE, "ReplicaSet",
            StatefulSet.RESOURCE, "StatefulSet",
            PodDisruptionBudget.RESOURCE, "PodDisruptionBudget");

    private final SchedulerFigures figures;
    private final Profile profile;
    private final Client client;
    private final Informers informers;
    private final EventRecorder events;
    private final Announcements announcements;
    private final InstantSource clock;
    private final Executor executor;
    private final ClusterState cluster = new ClusterState();
    private final SchedulingQueue queue;
    private final Decision.Maker maker;
    /// Changes for the scheduling thread. As many as there are changes of pods and nodes: it only counts them, which is
    /// faster than they can come.
    private final LinkedBlockingQueue<Runnable> inbox = new LinkedBlockingQueue<>();
    private final Semaphore bindings = new Semaphore(BINDINGS);
    private volatile boolean acting;
    private volatile boolean closed;

    /// @param following the way of what it only looks at
    /// @param acting the way of its decisions
    public Scheduler(
            Transport following,
            Transport acting,
            Profile profile,
            InstantSource clock,
            RandomGenerator random,
            Executor executor,
            SchedulerFigures figures) {
        this.figures = figures;
        this.profile = profile;
        List<Plugin> plugins = profile.enabled();
        this.queue = new SchedulingQueue(
                plugins.stream()
                        .collect(Collectors.toMap(Plugin::name, plugin -> Set.copyOf(plugin.curedBy()), (one, same) -> one)),
                profile.schedulerName(),
                figures);
        this.client = new Client(acting);
        this.informers = new Informers(following, executor);
        this.clock = clock;
        this.executor = executor;
        this.events = new EventRecorder(client, profile.schedulerName(), "", clock, executor);
        this.announcements = new Announcements(client, events, clock);
        this.maker = new Decision.Maker(plugins, random);
        informers.of(Node.RESOURCE).listen((before, after) -> inbox.add(() -> nodeChanged(before, after)));
        informers.of(Pod.RESOURCE).listen((before, after) -> inbox.add(() -> podChanged(before, after)));
        informers.of(Namespace.RESOURCE).listen((before, after) -> inbox.add(() -> {
            after.ifPresentOrElse(
                    cluster::putNamespace, () -> before.ifPresent(n -> cluster.removeNamespace(ObjectMeta.name(n))));
            queue.wake("Namespace");
        }));
        LOOKED_AT.forEach(this::lookAt);
        informers.start();
        executor.execute(this::run);
    }

    /// Keeps the objects of a kind at hand for the plugins.
    private void lookAt(GroupVersionResource resource, String kind) {
        informers.of(resource).listen((before, after) -> inbox.add(() -> {
            after.ifPresentOrElse(
                    object -> cluster.put(resource, object),
                    () -> before.ifPresent(object -> cluster.remove(resource, Key.of(object))));
            queue.wake(kind);
        }));
    }

    @Override
    public void act() {
        acting = true;
        inbox.add(() -> {});
    }

    /// Counts what is there until it may act, then gives pods their nodes.
    private void run() {
        try {
            informers.awaitSynced();
            while (!closed) {
                Duration idle = acting ? queue.idle(clock.instant(), IDLE) : IDLE;
                Runnable change = inbox.poll(idle.toMillis(), TimeUnit.MILLISECONDS);
                while (change != null) {
                    change.run();
                    change = inbox.poll();
                }
                if (!acting) {
                    continue;
                }
                Instant now = clock.instant();
                queue.flush(now);
                Optional<PodState> next = queue.take(now);
                queue.tell(cluster.nodes().size(), cluster.size());
                if (next.isPresent()) {
                    schedule(next.get(), queue.attempt(next.get(), now));
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
            queue.wake("Node");
        }
    }

    private void podChanged(Optional<ObjectTree> before, Optional<ObjectTree> after) {
        if (after.isEmpty()) {
            before.ifPresent(this::podGone);
            return;
        }
        ObjectTree pod = after.get();
        String node = pod.object("spec").text("nodeName");
        String phase = pod.object("status").text("phase");
        if (phase.equals("Succeeded") || phase.equals("Failed")) {
            podGone(pod);
        } else if (!node.isEmpty()) {
            queue.remove(ObjectMeta.uid(pod));
            cluster.denominate(ObjectMeta.uid(pod));
            cluster.assign(cluster.podState(pod), node);
            boolean isThere = before.filter(old -> old.object("spec").text("nodeName").equals(node))
                    .isPresent();
            if (isThere && !before.get().get("spec").equals(pod.get("spec"))) {
                queue.wake("Pod");
            }
            if (!isThere || !ObjectMeta.labels(before.get()).equals(ObjectMeta.labels(pod))) {
                queue.wake("AssignedPod");
            }
        } else if (isMine(pod)) {
            podWaits(pod);
        } else {
            podGone(pod);
        }
    }

    private void podGone(ObjectTree pod) {
        queue.remove(ObjectMeta.uid(pod));
        boolean kept = cluster.denominate(ObjectMeta.uid(pod));
        if (cluster.remove(ObjectMeta.uid(pod)) || kept) {
            queue.wake("Pod");
        }
    }

    private void podWaits(ObjectTree pod) {
        if (cluster.nodeOf(ObjectMeta.uid(pod)).isEmpty()) {
            PodState state = cluster.podState(pod);
            String nominated = pod.object("status").text("nominatedNodeName");
            if (!nominated.isEmpty()) {
                cluster.nominate(state, nominated);
            }
            queue.put(state, clock.instant());
        }
    }

    private boolean isMine(ObjectTree pod) {
        return pod.object("spec").text("schedulerName").equals(profile.schedulerName())
                && !ObjectMeta.isBeingDeleted(pod)
                && pod.object("spec").list("schedulingGates").isEmpty();
    }

    // ---- one pod

    private void schedule(PodState pod, SchedulerFigures.Attempt attempt) throws InterruptedException {
        Decision decision = maker.decide(pod, cluster);
        figures.decided(attempt);
        switch (decision) {
            case Decision.Node(String node, List<Plugin.Errand> errands) -> {
                cluster.assign(pod, node);
                errands.forEach(Plugin.Errand::assume);
                if (errands.isEmpty()) {
                    cluster.denominate(pod.uid());
                    bindings.acquire();
                    executor.execute(() -> bind(pod, node, errands, attempt));
                } else {
                    executor.execute(() -> prepare(pod, node, errands, attempt));
                }
            }
            case Decision.Nowhere nowhere -> {
                figures.foundNoNode(attempt);
                figures.preempted(nowhere.nomination());
                List<PodState> outbid = nominate(pod, nowhere.nomination());
                executor.execute(() -> explain(pod, nowhere, outbid));
            }
        }
    }

    /// @return pods for which the node was kept, and no longer is
    private List<PodState> nominate(PodState pod, Decision.Nomination nomination) {
        return switch (nomination) {
            case Decision.Nomination.Of(String node, List<PodState> _) -> {
                List<PodState> outbid = cluster.outbidOn(node, pod);
                outbid.forEach(other -> cluster.denominate(other.uid()));
                cluster.nominate(pod, node);
                yield outbid;
            }
            case Decision.Nomination.None() -> {
                cluster.denominate(pod.uid());
                yield List.of();
            }
            case Decision.Nomination.Kept() -> List.of();
        };
    }

    /// The pod is tried again only after all is written: what was true of one attempt must not follow what a later one did.
    private void explain(PodState pod, Decision.Nowhere nowhere, List<PodState> outbid) {
        try {
            announcements.pending(pod, nowhere);
            outbid.forEach(announcements::noLongerNominated);
            if (nowhere.nomination() instanceof Decision.Nomination.Of(String node, List<PodState> victims)) {
                victims.forEach(victim -> announcements.preempt(victim, pod, node));
            }
        } finally {
            inbox.add(() -> queue.park(pod.uid(), nowhere.refusedBy(), clock.instant()));
        }
    }

    /// What takes long is done first, and others are bound meanwhile.
    private void prepare(
            PodState pod, String node, List<Plugin.Errand> errands, SchedulerFigures.Attempt attempt) {
        try {
            announcements.nominated(pod, node);
            for (Plugin.Errand errand : errands) {
                errand.carryOut(client, (resource, key) -> informers.of(resource).get(key));
            }
            bindings.acquire();
            bind(pod, node, errands, attempt);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Plugin.ErrandFailed e) {
            events.record(
                    pod.pod(), "Warning", "FailedScheduling", "running PreBind plugin \"VolumeBinding\": " + e.getMessage());
            figures.failed(attempt);
            unassign(pod, errands);
        }
    }

    private void bind(PodState pod, String node, List<Plugin.Errand> errands, SchedulerFigures.Attempt attempt) {
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
            figures.bound(attempt, clock.instant());
            events.record(
                    pod.pod(), "Normal", "Scheduled", "Successfully assigned " + pod.key() + " to " + node);
        } catch (ApiError e) {
            figures.failed(attempt);
            if (!e.is(Status.NOT_FOUND) && !e.is(Status.CONFLICT)) {
                LOG.warn("Binding {} to {} failed and is tried again: {}", pod.key(), node, e.getMessage());
            }
            unassign(pod, errands);
        } finally {
            bindings.release();
        }
    }

    private void unassign(PodState pod, List<Plugin.Errand> errands) {
        inbox.add(() -> {
            errands.forEach(Plugin.Errand::forget);
            // Who waits no more is gone, or was bound after all: then it was told meanwhile where, and has its room there.
            if (queue.retry(pod.uid(), clock.instant())) {
                cluster.remove(pod.uid());
            }
        });
    }

    @Override
    public void close() {
        closed = true;
        inbox.add(() -> {});
        informers.close();
    }
}
