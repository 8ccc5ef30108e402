package dev.pilothouse.scheduler;

import dev.pilothouse.api.meta.ObjectMeta;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.schema.GroupVersionResource;
import dev.pilothouse.client.Key;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// The cluster as the scheduler counts it: nodes, the pods on them, and those that it has just given a node without
/// having heard back. Belongs to the scheduling thread.
final class ClusterState implements Plugin.Cluster {
    private final ResourceIndex resources = new ResourceIndex();
    private final Map<String, NodeState> byName = new HashMap<>();
    private final Map<String, String> nodeOfPod = new HashMap<>();
    private final Map<String, ObjectTree> namespaces = new HashMap<>();
    private final Map<GroupVersionResource, Map<Key, ObjectTree>> objects = new HashMap<>();
    private final Map<String, Nomination> nominations = new LinkedHashMap<>();
    private final Map<Key, Integer> claimUsers = new HashMap<>();
    private final Map<PodState.Alike, Sort> sorts = new HashMap<>();
    private final Map<String, Integer> images = new HashMap<>();
    private List<NodeState> known = List.of();
    private boolean stale;

    /// All that are alike share one object, so that comparing them costs nothing.
    private static final class Sort {
        private final PodState.Alike alike;
        private int pods;

        Sort(PodState.Alike alike) {
            this.alike = alike;
        }
    }

    /// A node that is kept for a pod.
    private record Nomination(PodState pod, String node) {}

    void putNode(ObjectTree node) {
        NodeState state = state(ObjectMeta.name(node));
        count(state.images().keySet(), images, -1);
        state.update(node, resources);
        count(state.images().keySet(), images, 1);
        stale = true;
    }

    void removeNode(String name) {
        NodeState state = state(name);
        count(state.images().keySet(), images, -1);
        state.forget();
        if (state.pods().isEmpty()) {
            byName.remove(name);
        }
        stale = true;
    }

    void putNamespace(ObjectTree namespace) {
        namespaces.put(ObjectMeta.name(namespace), ObjectMeta.labels(namespace));
    }

    void removeNamespace(String name) {
        namespaces.remove(name);
    }

    private NodeState state(String name) {
        return byName.computeIfAbsent(name, NodeState::new);
    }

    PodState podState(ObjectTree pod) {
        return PodState.of(pod, resources);
    }

    private static <T> void count(Collection<T> keys, Map<T, Integer> counts, int by) {
        for (T key : keys) {
            counts.merge(key, by, (old, more) -> old + more == 0 ? null : old + more);
        }
    }

    /// Counts the pod on the node; where it was counted before, it no longer is.
    void assign(PodState pod, String node) {
        remove(pod.uid());
        Sort sort = sorts.computeIfAbsent(pod.alike(), Sort::new);
        sort.pods++;
        state(node).add(pod.with(sort.alike));
        nodeOfPod.put(pod.uid(), node);
        count(keys(pod), claimUsers, 1);
    }

    /// @return whether the pod was counted
    boolean remove(String uid) {
        String node = nodeOfPod.remove(uid);
        if (node == null) {
            return false;
        }
        state(node).remove(uid).ifPresent(pod -> {
            count(keys(pod), claimUsers, -1);
            sorts.computeIfPresent(pod.alike(), (_, sort) -> --sort.pods == 0 ? null : sort);
        });
        return true;
    }

    @Override
    public Collection<PodState.Alike> alikes() {
        return sorts.keySet();
    }

    private static List<Key> keys(PodState pod) {
        return pod.claims().stream()
                .map(claim -> new Key(pod.namespace(), claim.name()))
                .toList();
    }

    /// How many pods are counted on nodes.
    int size() {
        return nodeOfPod.size();
    }

    Optional<String> nodeOf(String uid) {
        return Optional.ofNullable(nodeOfPod.get(uid));
    }

    // ---- nodes that are kept

    void nominate(PodState pod, String node) {
        nominations.put(pod.uid(), new Nomination(pod, node));
    }

    /// @return whether a node was kept for the pod
    boolean denominate(String uid) {
        return nominations.remove(uid) != null;
    }

    Optional<NodeState> nominatedNode(String uid) {
        return Optional.ofNullable(nominations.get(uid))
                .map(nomination -> byName.get(nomination.node()))
                .filter(NodeState::isKnown);
    }

    /// The other pods for which the node is kept that are no less important.
    List<PodState> awaitedOn(String node, PodState pod) {
        return nominations.isEmpty()
                ? List.of()
                : nominated(node, pod).filter(other -> other.priority() >= pod.priority()).toList();
    }

    /// Those that are less important: they will have to look elsewhere.
    List<PodState> outbidOn(String node, PodState pod) {
        return nominated(node, pod).filter(other -> other.priority() < pod.priority()).toList();
    }

    private Stream<PodState> nominated(String node, PodState except) {
        return nominations.values().stream()
                .filter(each -> each.node().equals(node))
                .map(Nomination::pod)
                .filter(other -> !other.uid().equals(except.uid()));
    }

    // ---- other objects

    void put(GroupVersionResource resource, ObjectTree object) {
        objects.computeIfAbsent(resource, _ -> new LinkedHashMap<>()).put(Key.of(object), object);
    }

    void remove(GroupVersionResource resource, Key key) {
        objects.getOrDefault(resource, Map.of()).remove(key);
    }

    @Override
    public Optional<ObjectTree> get(GroupVersionResource resource, Key key) {
        return Optional.ofNullable(objects.getOrDefault(resource, Map.of()).get(key));
    }

    @Override
    public Collection<ObjectTree> all(GroupVersionResource resource) {
        return objects.getOrDefault(resource, Map.of()).values();
    }

    @Override
    public void assume(GroupVersionResource resource, ObjectTree changed) {
        put(resource, changed);
    }

    @Override
    public int usersOf(Key claim) {
        return claimUsers.getOrDefault(claim, 0);
    }

    @Override
    public int nodesWithImage(String image) {
        return images.getOrDefault(image, 0);
    }

    @Override
    public List<NodeState> nodes() {
        if (stale) {
            List<NodeState> fresh = new ArrayList<>(byName.size());
            for (NodeState state : byName.values()) {
                if (state.isKnown()) {
                    fresh.add(state);
                }
            }
            fresh.sort(java.util.Comparator.comparing(NodeState::name));
            known = fresh;
            stale = false;
        }
        return known;
    }

    @Override
    public ObjectTree namespaceLabels(String namespace) {
        return namespaces.getOrDefault(namespace, ObjectTree.EMPTY);
    }

    @Override
    public ResourceIndex resources() {
        return resources;
    }
}
