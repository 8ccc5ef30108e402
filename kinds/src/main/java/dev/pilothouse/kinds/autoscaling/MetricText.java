package dev.pilothouse.kinds.autoscaling;

import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import dev.pilothouse.kinds.table.Cells;
import java.util.ArrayList;
import java.util.List;

/// The metrics of an autoscaler as `current/target`, the first two of them.
final class MetricText {
    private static final int SHOWN = 2;

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
            case "External" -> valueOrAverage(metric.object("external"), status.object("external"));
            case "Pods" ->
                text(status.at("pods", "current", "averageValue")) + "/"
                        + metric.at("pods", "target", "averageValue").asText();
            case "Object" -> valueOrAverage(metric.object("object"), status.object("object"));
            case "Resource" -> resource(metric.object("resource"), status.object("resource"));
            case "ContainerResource" ->
                resource(metric.object("containerResource"), status.object("containerResource"));
            default -> "<unknown type>";
        };
    }

    private static String valueOrAverage(ObjectTree metric, ObjectTree status) {
        Tree average = metric.at("target", "averageValue");
        return average.isNull()
                ? text(status.at("current", "value")) + "/"
                        + metric.at("target", "value").asText()
                : text(status.at("current", "averageValue")) + "/" + average.asText() + " (avg)";
    }

    private static String resource(ObjectTree metric, ObjectTree status) {
        Tree average = metric.at("target", "averageValue");
        if (!average.isNull()) {
            return metric.text("name") + ": " + text(status.at("current", "averageValue")) + "/" + average.asText();
        }
        Tree used = status.at("current", "averageUtilization");
        Tree target = metric.at("target", "averageUtilization");
        return metric.text("name") + ": " + (used.isNull() ? Cells.UNKNOWN : used.asLong() + "%") + "/"
                + (target.isNull() ? "<auto>" : target.asLong() + "%");
    }

    private static String text(Tree quantity) {
        return quantity.isNull() ? Cells.UNKNOWN : quantity.asText();
    }
}
