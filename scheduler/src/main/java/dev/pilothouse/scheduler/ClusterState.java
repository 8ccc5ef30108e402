package dev.pilothouse.scheduler;

import dev.pilothouse.api.meta.ObjectMeta;
import dev.pilothouse.api.tree.ObjectTree;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The cluster as the scheduler counts it: nodes, the pods on them, and those that it has just given a node without
/// having heard back. Belongs to the scheduling thread.
final class ClusterState implements Plugin.Cluster {
    private final ResourceIndex resources = new ResourceIndex();
    private final Map<String, NodeState> byName = new HashMap<>();
    private final Map<String, String> nodeOfPod = new HashMap<>();
    private final Map<String, ObjectTree> namespaces = new HashMap<>();
    private List<NodeState> known = List.of();
    private boolean stale;

    void putNode(ObjectTree node) {
        state(ObjectMeta.name(node)).update(node, resources);
        stale = true;
    }

    void removeNode(String name) {
        NodeState state = state(name);
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

    /// Counts the pod on the node; where it was counted before, it no longer is.
    void assign(PodState pod, String node) {
        remove(pod.uid());
        state(node).add(pod);
        nodeOfPod.put(pod.uid(), node);
    }

    boolean remove(String uid) {
        String node = nodeOfPod.remove(uid);
        return node != null && state(node).remove(uid);
    }

    Optional<String> nodeOf(String uid) {
        return Optional.ofNullable(nodeOfPod.get(uid));
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
