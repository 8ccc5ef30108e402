package dev.pilothouse.controllers.pods;

import dev.pilothouse.api.meta.ObjectMeta;
import dev.pilothouse.api.tree.ObjectTree;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Which pods to let go first when there are too many: those that do least, cost least, or share their node with most
/// others; of equals the younger ones.
public final class Expendable {
    private static final String COST = "controller.kubernetes.io/pod-deletion-cost";

    private Expendable() {}

    /// @param pods candidates
    /// @param related pods of the same application, candidates among them, to tell crowded nodes
    public static List<ObjectTree> inOrder(List<ObjectTree> pods, List<ObjectTree> related) {
        Map<String, Integer> perNode = new HashMap<>();
        for (ObjectTree pod : related) {
            String node = node(pod);
            if (!node.isEmpty() && Pods.isActive(pod)) {
                perNode.merge(node, 1, Integer::sum);
            }
        }
        return pods.stream()
                .sorted(Comparator.<ObjectTree, Boolean>comparing(pod -> !node(pod).isEmpty())
                        .thenComparing(Expendable::phaseRank)
                        .thenComparing(Pods::isReady)
                        .thenComparing(Expendable::cost)
                        .thenComparing(pod -> -perNode.getOrDefault(node(pod), 0))
                        .thenComparing(pod -> Pods.isReady(pod) ? -Pods.readySince(pod).getEpochSecond() : 0)
                        .thenComparing(pod -> -restarts(pod))
                        .thenComparing(
                                pod -> ObjectMeta.of(pod).text("creationTimestamp"), Comparator.reverseOrder()))
                .toList();
    }

    private static String node(ObjectTree pod) {
        return pod.object("spec").text("nodeName");
    }

    private static int phaseRank(ObjectTree pod) {
        return switch (Pods.phase(pod)) {
            case "Pending", "" -> 0;
            case "Unknown" -> 1;
            default -> 2;
        };
    }

    private static int cost(ObjectTree pod) {
        try {
            return Integer.parseInt(ObjectMeta.annotation(pod, COST));
        } catch (NumberFormatException none) {
            return 0;
        }
    }

    private static long restarts(ObjectTree pod) {
        long most = 0;
        for (ObjectTree status : pod.object("status").list("containerStatuses").objects()) {
            most = Math.max(most, status.number("restartCount"));
        }
        return most;
    }
}
