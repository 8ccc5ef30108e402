package dev.pilothouse.controllers.nodelifecycle;

import dev.pilothouse.api.coordination.v1.Lease;
import dev.pilothouse.api.core.v1.Node;
import dev.pilothouse.api.meta.ObjectMeta;
import dev.pilothouse.api.meta.Timestamps;
import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import dev.pilothouse.client.Controller;
import dev.pilothouse.client.Key;
import dev.pilothouse.client.World;
import dev.pilothouse.controllers.pods.Pods;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Turns a node's conditions into taints and marks nodes that are no longer heard of (node concepts, "Heartbeats").
public final class NodeLifecycleController implements Controller {
    /// How long a node may be silent (`--node-monitor-grace-period`).
    private static final Duration GRACE = Duration.ofSeconds(50);

    private static final Duration LOOK_AGAIN = Duration.ofSeconds(5);

    private static final String NOT_READY = "node.kubernetes.io/not-ready";
    private static final String UNREACHABLE = "node.kubernetes.io/unreachable";

    /// Conditions that keep pods away while they are true.
    private static final Map<String, String> PRESSURES = Map.of(
            "MemoryPressure", "node.kubernetes.io/memory-pressure",
            "DiskPressure", "node.kubernetes.io/disk-pressure",
            "PIDPressure", "node.kubernetes.io/pid-pressure",
            "NetworkUnavailable", "node.kubernetes.io/network-unavailable");

    private static final String UNSCHEDULABLE = "node.kubernetes.io/unschedulable";

    /// The nodes that there are, each as it was last seen; as many as the cluster has.
    private final Map<Key, ObjectTree> known = new ConcurrentHashMap<>();

    @Override
    public String name() {
        return "node-lifecycle-controller";
    }

    @Override
    public String account() {
        return "node-controller";
    }

    @Override
    public Watches watches() {
        return Watches.of(Node.RESOURCE).reads(Lease.RESOURCE);
    }

    @Override
    public Next reconcile(Key key, World world) {
        Optional<ObjectTree> found = world.get(Node.RESOURCE, key);
        tellOfComingAndGoing(key, found, world);
        if (found.isEmpty()) {
            return Next.whenChanged();
        }
        ObjectTree node = found.get();
        Instant now = world.now();
        if (isSilent(node, key, now, world) && !Pods.condition(node, "Ready").text("status").equals("Unknown")) {
            node = world.updateStatus(Node.RESOURCE, silenced(node, now));
        }
        ObjectTree tainted = OldLabels.on(withTaints(node, now));
        if (!tainted.equals(node)) {
            world.update(Node.RESOURCE, tainted);
        }
        return Next.after(LOOK_AGAIN);
    }

    private void tellOfComingAndGoing(Key key, Optional<ObjectTree> found, World world) {
        if (found.isPresent()) {
            if (known.put(key, found.get()) == null) {
                tell(found.get(), "RegisteredNode", "Registered Node " + key.name() + " in Controller", world);
            }
            return;
        }
        ObjectTree gone = known.remove(key);
        if (gone != null) {
            tell(gone, "RemovingNode", "Removing Node " + key.name() + " from Controller", world);
        }
    }

    private static void tell(ObjectTree node, String reason, String what, World world) {
        world.event(node, "Normal", reason, "Node " + ObjectMeta.name(node) + " event: " + what);
    }

    private static boolean isSilent(ObjectTree node, Key key, Instant now, World world) {
        Instant heard = Timestamps.parse(ObjectMeta.of(node).text("creationTimestamp")).orElse(now);
        Optional<Instant> renewed = world.get(Lease.RESOURCE, new Key("kube-node-lease", key.name()))
                .flatMap(lease -> Timestamps.parse(lease.object("spec").text("renewTime")));
        Optional<Instant> beat =
                Timestamps.parse(Pods.condition(node, "Ready").text("lastHeartbeatTime"));
        for (Optional<Instant> each : List.of(renewed, beat)) {
            heard = each.filter(heard::isBefore).orElse(heard);
        }
        return heard.plus(GRACE).isBefore(now);
    }

    private static ObjectTree silenced(ObjectTree node, Instant now) {
        List<Tree> conditions = new ArrayList<>();
        for (String type : List.of("Ready", "MemoryPressure", "DiskPressure", "PIDPressure")) {
            ObjectTree old = Pods.condition(node, type);
            boolean never = old.isEmpty();
            conditions.add(ObjectTree.builder()
                    .putAll(old)
                    .put("type", type)
                    .put("status", "Unknown")
                    .put("reason", never ? "NodeStatusNeverUpdated" : "NodeStatusUnknown")
                    .put(
                            "message",
                            never ? "Kubelet never posted node status." : "Kubelet stopped posting node status.")
                    .put(
                            "lastHeartbeatTime",
                            never ? ObjectMeta.of(node).get("creationTimestamp") : old.get("lastHeartbeatTime"))
                    .put("lastTransitionTime", Timestamps.seconds(now))
                    .build());
        }
        for (ObjectTree other : node.object("status").list("conditions").objects()) {
            if (conditions.stream().noneMatch(c -> c.asObject().text("type").equals(other.text("type")))) {
                conditions.add(other);
            }
        }
        return node.withAt(ListTree.of(conditions), "status", "conditions");
    }

    private static ObjectTree withTaints(ObjectTree node, Instant now) {
        List<Tree> taints = new ArrayList<>();
        for (ObjectTree taint : node.object("spec").list("taints").objects()) {
            String key = taint.text("key");
            boolean own = key.equals(NOT_READY)
                    || key.equals(UNREACHABLE)
                    || key.equals(UNSCHEDULABLE)
                    || PRESSURES.containsValue(key);
            if (!own) {
                taints.add(taint);
            }
        }
        ListTree old = node.object("spec").list("taints");
        String ready = Pods.condition(node, "Ready").text("status");
        if (ready.equals("Unknown")) {
            taints.add(taint(old, UNREACHABLE, "NoSchedule", now));
            taints.add(taint(old, UNREACHABLE, "NoExecute", now));
        } else if (!ready.equals("True")) {
            taints.add(taint(old, NOT_READY, "NoSchedule", now));
            if (ready.equals("False")) {
                taints.add(taint(old, NOT_READY, "NoExecute", now));
            }
        }
        PRESSURES.entrySet().stream().sorted(Map.Entry.comparingByKey()).forEach(pressure -> {
            if (Pods.condition(node, pressure.getKey()).text("status").equals("True")) {
                taints.add(taint(old, pressure.getValue(), "NoSchedule", now));
            }
        });
        if (node.object("spec").bool("unschedulable")) {
            taints.add(taint(old, UNSCHEDULABLE, "NoSchedule", now));
        }
        ObjectTree spec = node.object("spec");
        return node.with("spec", taints.isEmpty() ? spec.without("taints") : spec.with("taints", ListTree.of(taints)));
    }

    private static ObjectTree taint(ListTree old, String key, String effect, Instant now) {
        for (ObjectTree before : old.objects()) {
            if (before.text("key").equals(key) && before.text("effect").equals(effect)) {
                return before;
            }
        }
        ObjectTree taint = ObjectTree.EMPTY.with("key", key).with("effect", effect);
        return taint.with("timeAdded", Timestamps.seconds(now));
    }
}
