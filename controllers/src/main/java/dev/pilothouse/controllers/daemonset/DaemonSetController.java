package dev.pilothouse.controllers.daemonset;

import dev.pilothouse.api.apps.v1.ControllerRevision;
import dev.pilothouse.api.apps.v1.DaemonSet;
import dev.pilothouse.api.core.v1.Node;
import dev.pilothouse.api.core.v1.Pod;
import dev.pilothouse.api.meta.ApiError;
import dev.pilothouse.api.meta.ObjectMeta;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.client.Client;
import dev.pilothouse.client.Controller;
import dev.pilothouse.client.Key;
import dev.pilothouse.client.World;
import dev.pilothouse.controllers.pods.Batches;
import dev.pilothouse.controllers.pods.Claim;
import dev.pilothouse.controllers.pods.Pods;
import dev.pilothouse.controllers.revisions.Revisions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/// Keeps one pod on every node that the template fits.
public final class DaemonSetController implements Controller {
    /// Creates or deletes in one pass.
    private static final int BURST = 250;
    /// How long a node is left alone after its daemon failed; upstream begins at a second and doubles.
    private static final Duration FAILED_WAIT = Duration.ofSeconds(1);

    private static final Comparator<ObjectTree> SCHEDULED_THEN_OLDEST = Comparator.<ObjectTree, Boolean>comparing(
                    pod -> pod.object("spec").text("nodeName").isEmpty())
            .thenComparing(pod -> ObjectMeta.of(pod).text("creationTimestamp"))
            .thenComparing(ObjectMeta::name);

    @Override
    public String name() {
        return "daemonset-controller";
    }

    @Override
    public String account() {
        return "daemon-set-controller";
    }

    @Override
    public int workers() {
        return 2;
    }

    @Override
    public Watches watches() {
        return Watches.of(DaemonSet.RESOURCE)
                .owns(Pod.RESOURCE, "DaemonSet")
                .and(Pod.RESOURCE, (pod, world) -> Claim.adopters(DaemonSet.RESOURCE, pod, world))
                .and(Node.RESOURCE, (_, world) -> world.all(DaemonSet.RESOURCE).stream()
                        .map(Key::of)
                        .toList())
                .reads(ControllerRevision.RESOURCE);
    }

    @Override
    public Next reconcile(Key key, World world) {
        Optional<ObjectTree> found = world.get(DaemonSet.RESOURCE, key);
        if (found.isEmpty() || ObjectMeta.isBeingDeleted(found.get())) {
            return Next.whenChanged();
        }
        ObjectTree set = found.get();
        Claim claim = Claim.of(set, DaemonSet.RESOURCE);
        List<ObjectTree> revisions = claim.of(ControllerRevision.RESOURCE, world).stream()
                .sorted(Revisions.ORDER)
                .toList();
        DaemonHistory history = DaemonHistory.of(set, revisions, world);
        List<ObjectTree> pods = claim.of(Pod.RESOURCE, world);
        boolean retry;
        try {
            retry = manage(set, history.hash(), byNode(pods), world);
        } finally {
            updateStatus(set, history.hash(), byNode(pods), world);
        }
        Set<String> live = new HashSet<>();
        live.add(ObjectMeta.name(history.current()));
        pods.forEach(pod -> live.add(ObjectMeta.name(set) + "-" + ObjectMeta.label(pod, DaemonPods.HASH)));
        Revisions.truncate(set, history.all(), live, world);
        return next(set, pods, retry, world);
    }

    /// Pods by the node that they run on or are bound for, in order.
    private static Map<String, List<ObjectTree>> byNode(List<ObjectTree> pods) {
        Map<String, List<ObjectTree>> all = new TreeMap<>();
        for (ObjectTree pod : pods) {
            String node = DaemonPods.node(pod);
            if (!node.isEmpty() && !(Pods.isFinished(pod) && ObjectMeta.isBeingDeleted(pod))) {
                all.computeIfAbsent(node, _ -> new ArrayList<>()).add(pod);
            }
        }
        all.values().forEach(onNode -> onNode.sort(SCHEDULED_THEN_OLDEST));
        return all;
    }

    /// Closes the gaps; true if a failed pod makes another look necessary.
    private static boolean manage(
            ObjectTree set, String hash, Map<String, List<ObjectTree>> pods, World world) {
        List<String> create = new ArrayList<>();
        List<ObjectTree> delete = new ArrayList<>();
        List<String> starting = new ArrayList<>();
        Set<String> nodes = new HashSet<>();
        boolean failed = false;
        boolean surges = new DaemonRollout(set, hash, pods, List.of("any"), world.now()).surge() > 0;
        for (ObjectTree node : world.all(Node.RESOURCE)) {
            String name = ObjectMeta.name(node);
            nodes.add(name);
            DaemonPods.Verdict verdict = DaemonPods.judge(set, node);
            if (verdict.starts()) {
                starting.add(name);
            }
            List<ObjectTree> onNode = pods.getOrDefault(name, List.of());
            if (verdict.starts() && onNode.isEmpty()) {
                create.add(name);
            } else if (verdict.stays()) {
                List<ObjectTree> surplus = surplus(set, hash, name, onNode, surges, world);
                failed |= surplus.stream().anyMatch(Pods::isFinished);
                delete.addAll(surplus);
            } else {
                onNode.stream().filter(pod -> !ObjectMeta.isBeingDeleted(pod)).forEach(delete::add);
            }
        }
        pods.forEach((node, onNode) -> {
            if (!nodes.contains(node)) {
                onNode.stream()
                        .filter(pod -> pod.object("spec").text("nodeName").isEmpty())
                        .forEach(delete::add);
            }
        });
        sync(set, hash, delete, create, world);
        boolean rolls = set.object("spec").object("updateStrategy").text("type").equals("RollingUpdate");
        if (rolls && delete.isEmpty() && create.isEmpty()) {
            DaemonRollout.Step step = new DaemonRollout(set, hash, pods, starting, world.now()).next();
            sync(set, hash, step.delete(), step.create(), world);
        }
        return failed;
    }

    /// Pods that a node has too many, or that have ended.
    private static List<ObjectTree> surplus(
            ObjectTree set, String hash, String node, List<ObjectTree> onNode, boolean surges, World world) {
        List<ObjectTree> delete = new ArrayList<>();
        List<ObjectTree> running = new ArrayList<>();
        for (ObjectTree pod : onNode) {
            if (ObjectMeta.isBeingDeleted(pod)) {
                continue;
            }
            String where = " daemon pod " + ObjectMeta.key(pod) + " on node " + node + ", will try to ";
            switch (Pods.phase(pod)) {
                case "Failed" -> {
                    world.event(set, "Warning", "FailedDaemonPod", "Found failed" + where + "kill it");
                    delete.add(pod);
                }
                case "Succeeded" -> {
                    world.event(set, "Normal", "SucceededDaemonPod", "Found succeeded" + where + "delete it");
                    delete.add(pod);
                }
                default -> running.add(pod);
            }
        }
        if (!surges || running.size() <= 1) {
            running.stream().skip(1).forEach(delete::add);
            return delete;
        }
        // An old pod may stay beside the new one while it works and the new one doesn't yet.
        Optional<ObjectTree> updated = running.stream()
                .filter(pod -> ObjectMeta.label(pod, DaemonPods.HASH).equals(hash))
                .findFirst();
        Optional<ObjectTree> old = running.stream()
                .filter(pod -> !ObjectMeta.label(pod, DaemonPods.HASH).equals(hash))
                .findFirst();
        Duration minReady = Duration.ofSeconds(set.object("spec").number("minReadySeconds"));
        for (ObjectTree pod : running) {
            boolean isOld = old.filter(first -> first == pod).isPresent();
            boolean oldGoes = updated.filter(
                                    first -> !Pods.isReady(pod) || Pods.isAvailable(first, minReady, world.now()))
                            .isPresent();
            boolean isUpdated = updated.filter(first -> first == pod).isPresent();
            if (isOld ? oldGoes : !isUpdated) {
                delete.add(pod);
            }
        }
        return delete;
    }

    private static void sync(
            ObjectTree set, String hash, List<ObjectTree> delete, List<String> create, World world) {
        Queue<String> nodes = new ConcurrentLinkedQueue<>(create);
        Batches.Result made = Batches.run(Math.min(create.size(), BURST), () -> {
            ObjectTree unsaved = DaemonPods.unsaved(set, nodes.remove(), hash);
            ObjectTree pod = world.create(Pod.RESOURCE, ObjectMeta.namespace(set), unsaved);
            world.event(set, "Normal", "SuccessfulCreate", "Created pod: " + ObjectMeta.name(pod));
        });
        for (ObjectTree pod : delete.subList(0, Math.min(delete.size(), BURST))) {
            world.delete(Pod.RESOURCE, Key.of(pod), Client.Deletion.of(ObjectMeta.uid(pod)));
            world.event(set, "Normal", "SuccessfulDelete", "Deleted pod: " + ObjectMeta.name(pod));
        }
        if (made.failure().isPresent()) {
            ApiError refused = made.failure().get();
            if (!Pods.isRefusedByEnd(refused)) {
                world.event(set, "Warning", "FailedCreate", "Error creating: " + refused.getMessage());
            }
            throw refused;
        }
    }

    private static void updateStatus(
            ObjectTree set, String hash, Map<String, List<ObjectTree>> pods, World world) {
        Duration minReady = Duration.ofSeconds(set.object("spec").number("minReadySeconds"));
        int desired = 0;
        int current = 0;
        int misscheduled = 0;
        int ready = 0;
        int updated = 0;
        int available = 0;
        for (ObjectTree node : world.all(Node.RESOURCE)) {
            List<ObjectTree> onNode = pods.getOrDefault(ObjectMeta.name(node), List.of());
            if (!DaemonPods.judge(set, node).starts()) {
                misscheduled += onNode.isEmpty() ? 0 : 1;
                continue;
            }
            desired++;
            if (!onNode.isEmpty()) {
                ObjectTree pod = onNode.getFirst();
                current++;
                ready += Pods.isReady(pod) ? 1 : 0;
                available += Pods.isAvailable(pod, minReady, world.now()) ? 1 : 0;
                updated += DaemonPods.isUpdated(set, pod, hash) ? 1 : 0;
            }
        }
        ObjectTree old = set.object("status");
        ObjectTree.Builder status = ObjectTree.builder()
                .put("desiredNumberScheduled", desired)
                .put("currentNumberScheduled", current)
                .put("numberMisscheduled", misscheduled)
                .put("numberReady", ready)
                .put("observedGeneration", ObjectMeta.generation(set))
                .put("collisionCount", old.get("collisionCount"))
                .put("conditions", old.get("conditions"));
        putPositive(status, "updatedNumberScheduled", updated);
        putPositive(status, "numberAvailable", available);
        putPositive(status, "numberUnavailable", desired - available);
        ObjectTree wanted = status.build();
        if (!wanted.equals(old)) {
            world.updateStatus(DaemonSet.RESOURCE, set.with("status", wanted));
        }
    }

    private static void putPositive(ObjectTree.Builder status, String field, int value) {
        if (value > 0) {
            status.put(field, value);
        }
    }

    /// A pod that is ready but not yet available becomes so without an event.
    private static Next next(ObjectTree set, List<ObjectTree> pods, boolean retry, World world) {
        Duration minReady = Duration.ofSeconds(set.object("spec").number("minReadySeconds"));
        boolean waits =
                pods.stream().anyMatch(pod -> Pods.isReady(pod) && !Pods.isAvailable(pod, minReady, world.now()));
        if (waits) {
            return Next.after(minReady);
        }
        return retry ? Next.after(FAILED_WAIT) : Next.whenChanged();
    }
}
