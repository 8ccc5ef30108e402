package dev.pilothouse.controllers.daemonset;

import dev.pilothouse.api.meta.NodeTerms;
import dev.pilothouse.api.meta.ObjectMeta;
import dev.pilothouse.api.meta.Tolerations;
import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import dev.pilothouse.controllers.pods.Pods;
import java.util.List;

/// How a DaemonSet's pods come to their nodes.
final class DaemonPods {
    static final String HASH = "controller-revision-hash";
    private static final String GENERATION = "pod-template-generation";
    private static final String SET_GENERATION = "deprecated.daemonset.template.generation";
    private static final String REQUIRED = "requiredDuringSchedulingIgnoredDuringExecution";

    /// Conditions of a node that a daemon bears: key and effect of the taint.
    private static final List<List<String>> BORNE = List.of(
            List.of("node.kubernetes.io/not-ready", "NoExecute"),
            List.of("node.kubernetes.io/unreachable", "NoExecute"),
            List.of("node.kubernetes.io/disk-pressure", "NoSchedule"),
            List.of("node.kubernetes.io/memory-pressure", "NoSchedule"),
            List.of("node.kubernetes.io/pid-pressure", "NoSchedule"),
            List.of("node.kubernetes.io/unschedulable", "NoSchedule"));

    /// @param starts whether a pod is to be made on the node
    /// @param stays whether one that is there may stay
    record Verdict(boolean starts, boolean stays) {}

    private DaemonPods() {}

    static ObjectTree unsaved(ObjectTree set, String node, String hash) {
        ObjectTree pod = Pods.from(set.object("spec").object("template"), set);
        pod = pod.with("spec", spec(set, node));
        String generation = ObjectMeta.annotation(set, SET_GENERATION);
        if (!generation.isEmpty()) {
            pod = ObjectMeta.withLabel(pod, GENERATION, generation);
        }
        return ObjectMeta.withLabel(pod, HASH, hash);
    }

    private static ObjectTree spec(ObjectTree set, String node) {
        ObjectTree spec = set.object("spec").object("template").object("spec");
        ListTree tolerations = spec.list("tolerations");
        for (List<String> taint : BORNE) {
            tolerations = plus(tolerations, taint.get(0), taint.get(1));
        }
        if (spec.bool("hostNetwork")) {
            tolerations = plus(tolerations, "node.kubernetes.io/network-unavailable", "NoSchedule");
        }
        return spec.with("tolerations", tolerations).withAt(bound(node), "affinity", "nodeAffinity", REQUIRED);
    }

    private static ListTree plus(ListTree tolerations, String key, String effect) {
        ObjectTree toleration =
                ObjectTree.EMPTY.with("key", key).with("operator", "Exists").with("effect", effect);
        for (ObjectTree other : tolerations.objects()) {
            if (other.without("tolerationSeconds").equals(toleration)) {
                return tolerations;
            }
        }
        return tolerations.plus(toleration);
    }

    /// Nothing but the node's name: what else the template asks of nodes, the node was judged by.
    private static ObjectTree bound(String node) {
        ObjectTree byName = ObjectTree.EMPTY
                .with("key", "metadata.name")
                .with("operator", "In")
                .with("values", ListTree.of(Tree.of(node)));
        return ObjectTree.of(
                "nodeSelectorTerms", ListTree.of(ObjectTree.of("matchFields", ListTree.of(byName))));
    }

    /// The node that the pod runs on or is bound for; empty if none can be told.
    static String node(ObjectTree pod) {
        String scheduled = pod.object("spec").text("nodeName");
        if (!scheduled.isEmpty()) {
            return scheduled;
        }
        ObjectTree required = pod.object("spec").object("affinity").object("nodeAffinity").object(REQUIRED);
        for (ObjectTree term : required.list("nodeSelectorTerms").objects()) {
            for (ObjectTree field : term.list("matchFields").objects()) {
                if (field.text("key").equals("metadata.name") && field.text("operator").equals("In")) {
                    return field.list("values").get(0).asText();
                }
            }
        }
        return "";
    }

    static Verdict judge(ObjectTree set, ObjectTree node) {
        ObjectTree spec = spec(set, ObjectMeta.name(node));
        ObjectTree template = set.object("spec").object("template").object("spec");
        String fixed = template.text("nodeName");
        if (!fixed.isEmpty() && !fixed.equals(ObjectMeta.name(node)) || !NodeTerms.admit(template, node)) {
            return new Verdict(false, false);
        }
        ListTree tolerations = spec.list("tolerations");
        boolean starts = true;
        boolean stays = true;
        for (ObjectTree taint : node.object("spec").list("taints").objects()) {
            boolean hard = !taint.text("effect").equals("PreferNoSchedule");
            if (hard && !Tolerations.tolerate(tolerations, taint)) {
                starts = false;
                stays &= !taint.text("effect").equals("NoExecute");
            }
        }
        return new Verdict(starts, stays);
    }

    static boolean isUpdated(ObjectTree set, ObjectTree pod, String hash) {
        String generation = ObjectMeta.annotation(set, SET_GENERATION);
        return ObjectMeta.label(pod, HASH).equals(hash)
                || !generation.isEmpty() && ObjectMeta.label(pod, GENERATION).equals(generation);
    }
}
