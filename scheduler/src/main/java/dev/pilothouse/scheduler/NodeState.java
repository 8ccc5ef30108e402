package dev.pilothouse.scheduler;

import dev.pilothouse.api.meta.ObjectMeta;
import dev.pilothouse.api.tree.ObjectTree;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A node with its pods and what they take. Belongs to the scheduling thread.
public final class NodeState {
    private final String name;
    private ObjectTree node = ObjectTree.EMPTY;
    private ObjectTree labels = ObjectTree.EMPTY;
    private Map<String, String> domains = Map.of();
    private Map<String, Long> images = Map.of();
    private List<ObjectTree> taints = List.of();
    private boolean unschedulable;
    private Amounts allocatable = Amounts.NONE;
    private long podLimit;
    private Amounts requested = Amounts.NONE;
    private Amounts scored = Amounts.NONE;
    private final Map<String, PodState> pods = new LinkedHashMap<>();
    private final Map<PodState.Alike, Integer> staying = new HashMap<>();
    private int withAntiAffinity;
    private int withAffinity;

    NodeState(String name) {
        this.name = name;
    }

    void update(ObjectTree changed, ResourceIndex index) {
        node = changed;
        labels = ObjectMeta.labels(changed);
        domains = labels.texts();
        ObjectTree given = changed.object("status").object("allocatable");
        allocatable = Amounts.of(given, index);
        images = images(changed);
        taints = changed.object("spec").list("taints").objects();
        unschedulable = changed.object("spec").bool("unschedulable");
        podLimit = given.has("pods") ? Amounts.amount(given.text("pods"), -1) : 0;
    }

    void forget() {
        node = ObjectTree.EMPTY;
        labels = ObjectTree.EMPTY;
        domains = Map.of();
        images = Map.of();
        taints = List.of();
        unschedulable = false;
    }

    private static Map<String, Long> images(ObjectTree node) {
        Map<String, Long> sizes = new HashMap<>();
        for (ObjectTree image : node.object("status").list("images").objects()) {
            for (String name : image.list("names").texts()) {
                sizes.put(name, image.number("sizeBytes"));
            }
        }
        return sizes;
    }

    /// The images that are on the node, by all their names, with their sizes in bytes.
    public Map<String, Long> images() {
        return images;
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
        if (!pod.isBeingDeleted()) {
            staying.merge(pod.alike(), 1, Integer::sum);
        }
    }

    /// @return the pod, if it was there
    Optional<PodState> remove(String uid) {
        PodState pod = pods.remove(uid);
        if (pod == null) {
            return Optional.empty();
        }
        requested = requested.minus(pod.requests());
        scored = scored.minus(pod.scored());
        withAntiAffinity -= pod.hasAntiAffinity() ? 1 : 0;
        withAffinity -= pod.hasAffinity() ? 1 : 0;
        if (!pod.isBeingDeleted()) {
            staying.computeIfPresent(pod.alike(), (_, count) -> count == 1 ? null : count - 1);
        }
        return Optional.of(pod);
    }

    public String name() {
        return name;
    }

    public ObjectTree node() {
        return node;
    }

    public ObjectTree labels() {
        return labels;
    }

    /// The node's domain of a topology: the value of the label. Asked for of every node in each decision.
    public Optional<String> domain(String topologyKey) {
        return Optional.ofNullable(domains.get(topologyKey));
    }

    public List<ObjectTree> taints() {
        return taints;
    }

    /// Whether the node has been cordoned.
    public boolean isUnschedulable() {
        return unschedulable;
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

    /// How many pods that aren't on their way out there are of each sort. Thousands of replicas are few sorts.
    public Map<PodState.Alike, Integer> staying() {
        return Collections.unmodifiableMap(staying);
    }

    public boolean hasPodsWithAntiAffinity() {
        return withAntiAffinity > 0;
    }

    public boolean hasPodsWithAffinity() {
        return withAffinity > 0;
    }
}
