package dev.pilothouse.kinds.autoscaling;

import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import dev.pilothouse.kinds.table.Cells;
import java.util.ArrayList;
import java.util.List;

/// The metrics of an autoscaler as `current/target`, the first two of them.
final class MetricText {
    private static final int SHOWN = 2;
    private static final String NIL = "<nil>";

    private MetricText() {}

    static String of(ObjectTree scaler) {
        List<ObjectTree> metrics = scaler.object("spec").list("metrics").objects();
        if (metrics.isEmpty()) {
            return Cells.NONE;
        }
        List<ObjectTree> current =
                scaler.object("status").list("currentMetrics").objects();
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < metrics.size(); i++) {
            texts.add(of(metrics.get(i), i < current.size() ? current.get(i) : ObjectTree.EMPTY));
        }
        return Cells.few(texts, SHOWN, ", ");
    }

    private static String of(ObjectTree metric, ObjectTree status) {
        return switch (metric.text("type")) {
            case "External" -> valueOrAverage(metric.object("external"), status.get("external"));
            case "Pods" ->
                told(status.get("pods"), "averageValue") + "/"
                        + metric.at("pods", "target", "averageValue").asText();
            case "Object" -> valueOrAverage(metric.object("object"), status.get("object"));
            case "Resource" -> resource(metric.object("resource"), status.get("resource"));
            case "ContainerResource" -> resource(metric.object("containerResource"), status.get("containerResource"));
            default -> "<unknown type>";
        };
    }

    private static String valueOrAverage(ObjectTree metric, Tree status) {
        Tree average = metric.at("target", "averageValue");
        if (average.isNull()) {
            return told(status, "value") + "/" + metric.at("target", "value").asText();
        }
        Tree current = status.asObject().at("current", "averageValue");
        return (current.isNull() ? Cells.UNKNOWN : current.asText()) + "/" + average.asText() + " (avg)";
    }

    private static String resource(ObjectTree metric, Tree status) {
        Tree average = metric.at("target", "averageValue");
        if (!average.isNull()) {
            return metric.text("name") + ": " + told(status, "averageValue") + "/" + average.asText();
        }
        Tree used = status.asObject().at("current", "averageUtilization");
        Tree target = metric.at("target", "averageUtilization");
        return metric.text("name") + ": " + (used.isNull() ? Cells.UNKNOWN : used.asLong() + "%") + "/"
                + (target.isNull() ? "<auto>" : target.asLong() + "%");
    }

    /// What a metric's status says it is now. A status without the quantity isn't the same as none: upstream shows Go's word there.
    private static String told(Tree status, String quantity) {
        if (status.isNull()) {
            return Cells.UNKNOWN;
        }
        Tree current = status.asObject().at("current", quantity);
        return current.isNull() ? NIL : current.asText();
    }
}
