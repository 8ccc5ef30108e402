package dev.pilothouse.scheduler;

import dev.pilothouse.api.core.v1.PersistentVolume;
import dev.pilothouse.api.schema.GroupVersionResource;
import dev.pilothouse.api.storage.v1.CSINode;
import dev.pilothouse.api.storage.v1.StorageClass;
import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import dev.pilothouse.api.yaml.MalformedYaml;
import dev.pilothouse.api.yaml.Yaml;
import java.util.List;
import java.util.Random;
import java.util.Set;

/// A cluster for one test, told in YAML's short form.
final class Stage {
    private static final Set<GroupVersionResource> CLUSTER_SCOPED =
            Set.of(PersistentVolume.RESOURCE, StorageClass.RESOURCE, CSINode.RESOURCE);

    private final ClusterState cluster = new ClusterState();
    private int pods;

    static ObjectTree yaml(String text) {
        try {
            return Yaml.parse(text).asObject();
        } catch (MalformedYaml e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    /// A node of four CPUs, 8 GiB and 110 pods, unless the text says otherwise: `{labels: …, spec: …, allocatable: …}`.
    Stage node(String name, String text) {
        ObjectTree told = yaml(text);
        ObjectTree allocatable = told.has("allocatable")
                ? told.object("allocatable")
                : yaml("{cpu: '4', memory: 8Gi, ephemeral-storage: 100Gi, pods: '110'}");
        cluster.putNode(ObjectTree.EMPTY
                .withAt(Tree.of(name), "metadata", "name")
                .withAt(told.object("labels"), "metadata", "labels")
                .with("spec", told.object("spec"))
                .withAt(allocatable, "status", "allocatable")
                .withAt(told.list("images"), "status", "images"));
        return this;
    }

    Stage namespace(String name, String labels) {
        cluster.putNamespace(ObjectTree.EMPTY
                .withAt(Tree.of(name), "metadata", "name")
                .withAt(yaml(labels), "metadata", "labels"));
        return this;
    }

    /// Any other object; its namespace is `default`, unless the text says otherwise or it can have none.
    Stage object(GroupVersionResource resource, String text) {
        ObjectTree told = yaml(text);
        boolean isOfTheCluster = CLUSTER_SCOPED.contains(resource) || told.object("metadata").has("namespace");
        cluster.put(resource, isOfTheCluster ? told : told.withAt(Tree.of("default"), "metadata", "namespace"));
        return this;
    }

    /// Keeps the node for the pod.
    Stage nominated(PodState pod, String node) {
        cluster.nominate(pod, node);
        return this;
    }

    /// A pod in namespace `default` unless the text says otherwise: `{namespace: …, labels: …, owners: …, spec: …}`.
    PodState pod(String text) {
        ObjectTree told = yaml(text);
        String id = "pod-" + ++pods;
        ListTree owners = told.list("owners");
        ObjectTree pod = ObjectTree.EMPTY
                .withAt(Tree.of(id), "metadata", "name")
                .withAt(Tree.of(id), "metadata", "uid")
                .withAt(Tree.of(told.has("namespace") ? told.text("namespace") : "default"), "metadata", "namespace")
                .withAt(told.object("labels"), "metadata", "labels")
                .with("spec", told.object("spec"));
        pod = told.bool("deleted") ? pod.withAt(Tree.of("now"), "metadata", "deletionTimestamp") : pod;
        pod = told.has("status") ? pod.with("status", told.object("status")) : pod;
        return cluster.podState(owners.isEmpty() ? pod : pod.withAt(owners, "metadata", "ownerReferences"));
    }

    /// Such a pod, running on the node.
    Stage running(String node, String text) {
        cluster.assign(pod(text), node);
        return this;
    }

    Decision decide(PodState pod) {
        return decide(new Decision.Maker(Plugins.ALL, new Random(1)), pod);
    }

    Decision decide(Decision.Maker maker, PodState pod) {
        return maker.decide(pod, cluster);
    }

    static Plugin plugin(String name) {
        return Plugins.ALL.stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /// Why the plugin keeps the pod from the node: its reasons, `fits` where it doesn't. A reason that no missing pod
    /// would cure begins with `never: `.
    String refusal(String plugin, PodState pod, String node) {
        NodeState state = cluster.nodes().stream()
                .filter(each -> each.name().equals(node))
                .findFirst()
                .orElseThrow();
        return plugin(plugin)
                .judge(pod, cluster)
                .flatMap(judge -> judge.reject().map(Plugin.Refusal::unresolvable).or(() -> judge.refuse(state)))
                .map(refusal -> (refusal.isFinal() ? "never: " : "") + String.join(", ", refusal.reasons()))
                .orElse("fits");
    }

    /// What the plugin gives each node, by the order of their names, before weights; empty if it gives no scores.
    List<Long> scores(String plugin, PodState pod) {
        List<NodeState> nodes = cluster.nodes();
        return plugin(plugin)
                .judge(pod, cluster)
                .filter(Plugin.Judge::scores)
                .map(judge -> {
                    judge.compare(nodes);
                    long[] scores = nodes.stream().mapToLong(judge::score).toArray();
                    judge.normalise(scores, nodes);
                    return java.util.Arrays.stream(scores).boxed().toList();
                })
                .orElse(List.of());
    }
}
