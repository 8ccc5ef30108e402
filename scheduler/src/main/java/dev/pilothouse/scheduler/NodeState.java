package dev.pilothouse.scheduler;

import dev.pilothouse.api.meta.ObjectMeta;
import dev.pilothouse.api.tree.ObjectTree;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/// A node with its pods and what they take. Belongs to the scheduling thread.
public final class NodeState {
    private final String name;
    private ObjectTree node = ObjectTree.EMPTY;
    private Amounts allocatable = Amounts.NONE;
    private long podLimit;
    private Amounts requested = Amounts.NONE;
    private Amounts scored = Amounts.NONE;
    private final Map<String, PodState> pods = new LinkedHashMap<>();
    private int withAntiAffinity;
    private int withAffinity;

    NodeState(String name) {
        this.name = name;
    }

    void update(ObjectTree changed, ResourceIndex index) {
        node = changed;
        ObjectTree given = changed.object("status").object("allocatable");
        allocatable = Amounts.of(given, index);
        podLimit = given.has("pods") ? Amounts.amount(given.text("pods"), -1) : 0;
    }

    void forget() {
        node = ObjectTree.EMPTY;
    }

    /// Whether the node itself is known, and not only pods on it.
    boolean isKnown() {
        return !node.isEmpty();
    }

    void add(PodState pod) {
        remove(pod.uid());
        pods.put(pod.uid(), pod);
        requested = requested.plus(pod.requests());
        scored = scored.plus(pod.scored());
        withAntiAffinity += pod.hasAntiAffinity() ? 1 : 0;
        withAffinity += pod.hasAffinity() ? 1 : 0;
    }

    boolean remove(String uid) {
        PodState pod = pods.remove(uid);
        if (pod == null) {
            return false;
        }
        requested = requested.minus(pod.requests());
        scored = scored.minus(pod.scored());
        withAntiAffinity -= pod.hasAntiAffinity() ? 1 : 0;
        withAffinity -= pod.hasAffinity() ? 1 : 0;
        return true;
    }

    public String name() {
        return name;
    }

    public ObjectTree node() {
        return node;
    }

    public ObjectTree labels() {
        return ObjectMeta.labels(node);
    }

    public ObjectTree spec() {
        return node.object("spec");
    }

    public Amounts allocatable() {
        return allocatable;
    }

    public Amounts requested() {
        return requested;
    }

    /// What the pods take as scoring counts it: nobody takes nothing.
    public Amounts scored() {
        return scored;
    }

    public long podLimit() {
        return podLimit;
    }

    public Collection<PodState> pods() {
        return pods.values();
    }

    public boolean hasPodsWithAntiAffinity() {
        return withAntiAffinity > 0;
    }

    public boolean hasPodsWithAffinity() {
        return withAffinity > 0;
    }
}
