package dev.pilothouse.kinds.core.pod;

import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import dev.pilothouse.kinds.table.Cells;
import dev.pilothouse.kinds.table.Columns;
import dev.pilothouse.kinds.table.Table;

/// How a pod looks in a table: [PodSummary] has the story, this the columns.
final class PodTable {
    static final Table TABLE = Columns.of(
                    "",
                    "Pod",
                    Cells.of(pod -> PodSummary.of(pod).ready()),
                    Cells.of(pod -> PodSummary.of(pod).status()),
                    (pod, now) -> Tree.of(PodSummary.of(pod).restarts(now)),
                    Cells.of(PodTable::address),
                    Cells.textOr(Cells.NONE, "spec", "nodeName"),
                    Cells.textOr(Cells.NONE, "status", "nominatedNodeName"),
                    Cells.of(PodTable::gates))
            .withConditions(PodTable::completed);

    private PodTable() {}

    private static String address(ObjectTree pod) {
        Tree first = pod.object("status").list("podIPs").get(0);
        return Cells.orElse(first.asObject().text("ip"), Cells.NONE);
    }

    private static String gates(ObjectTree pod) {
        ListTree gates = pod.object("spec").list("readinessGates");
        if (gates.isEmpty()) {
            return Cells.NONE;
        }
        long open = gates.objects().stream()
                .filter(gate -> PodSummary.condition(pod, gate.text("conditionType"))
                        .text("status")
                        .equals("True"))
                .count();
        return open + "/" + gates.size();
    }

    private static ListTree completed(ObjectTree pod) {
        return switch (pod.object("status").text("phase")) {
            case "Succeeded" -> completed("Succeeded", "The pod has completed successfully.");
            case "Failed" -> completed("Failed", "The pod failed.");
            default -> ListTree.EMPTY;
        };
    }

    private static ListTree completed(String reason, String message) {
        return ListTree.of(ObjectTree.builder()
                .put("type", "Completed")
                .put("status", "True")
                .put("reason", reason)
                .put("message", message)
                .build());
    }
}
