package dev.pilothouse.kinds.autoscaling;

import dev.pilothouse.api.meta.GoText;
import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.NullTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import java.util.ArrayList;
import java.util.List;

/// Metrics as `autoscaling/v1` writes them into annotations: flat, where v2 has a metric and a target (or, in a
/// status, a current value).
final class OldMetrics {
    /// The source of each metric type.
    private static final List<String> SOURCES =
            List.of("object", "pods", "resource", "containerResource", "external");

    private final String side;

    private OldMetrics(String side) {
        this.side = side;
    }

    /// @param side `target` in a specification, `current` in a status
    static List<Tree> toNew(ListTree metrics, String side) {
        OldMetrics old = new OldMetrics(side);
        List<Tree> all = new ArrayList<>();
        metrics.objects().forEach(metric -> all.add(old.toNew(metric)));
        return all;
    }

    static String toOld(List<ObjectTree> metrics, String side) {
        OldMetrics old = new OldMetrics(side);
        return metrics.isEmpty() ? "" : GoOrder.list(ListTree.of(metrics), old::toOld);
    }

    private ObjectTree toNew(ObjectTree metric) {
        ObjectTree fresh = ObjectTree.EMPTY.with("type", metric.get("type"));
        for (String source : SOURCES) {
            if (metric.get(source) instanceof ObjectTree flat) {
                fresh = fresh.with(source, deep(source, flat));
            }
        }
        return fresh;
    }

    private ObjectTree deep(String source, ObjectTree flat) {
        ObjectTree value = ObjectTree.EMPTY
                .with("value", flat.get(side + "Value"))
                .with("averageValue", flat.get(source.equals("object") ? "averageValue" : side + "AverageValue"))
                .with("averageUtilization", flat.get(side + "AverageUtilization"));
        if (side.equals("target")) {
            value = value.with("type", type(value));
        }
        return switch (source) {
            case "resource" -> ObjectTree.EMPTY.with("name", flat.get("name")).with(side, value);
            case "containerResource" ->
                ObjectTree.EMPTY
                        .with("name", flat.get("name"))
                        .with("container", flat.get("container"))
                        .with(side, value);
            case "object" ->
                ObjectTree.EMPTY
                        .with("describedObject", flat.get("target"))
                        .with("metric", metric(flat, "selector"))
                        .with(side, value);
            case "external" ->
                ObjectTree.EMPTY.with("metric", metric(flat, "metricSelector")).with(side, value);
            default -> ObjectTree.EMPTY.with("metric", metric(flat, "selector")).with(side, value);
        };
    }

    private static ObjectTree metric(ObjectTree flat, String selector) {
        return ObjectTree.EMPTY.with("name", flat.get("metricName")).with("selector", flat.get(selector));
    }

    private static String type(ObjectTree value) {
        if (value.has("averageUtilization")) {
            return "Utilization";
        }
        return value.has("averageValue") ? "AverageValue" : "Value";
    }

    private String toOld(ObjectTree metric) {
        ObjectTree flat = metric;
        for (String source : SOURCES) {
            if (metric.get(source) instanceof ObjectTree deep) {
                flat = flat.with(source, flat(source, deep));
            }
        }
        List<String> order = new ArrayList<>(List.of("type"));
        order.addAll(SOURCES);
        return GoOrder.fields(
                flat,
                order,
                tree -> tree instanceof ObjectTree source ? GoOrder.fields(source, ORDER, OldMetrics::value) : GoText.json(tree));
    }

    /// The order of fields holds for all sources: each has some of them.
    private static final List<String> ORDER = List.of(
            "target",
            "name",
            "metricName",
            "metricSelector",
            "targetValue",
            "currentValue",
            "targetAverageUtilization",
            "targetAverageValue",
            "currentAverageUtilization",
            "currentAverageValue",
            "container",
            "selector",
            "averageValue");

    private static String value(Tree tree) {
        return tree instanceof ObjectTree object && object.has("kind")
                ? GoOrder.object(object, List.of("kind", "name", "apiVersion"))
                : GoText.json(tree);
    }

    /// What the old form has no field for is lost: a whole value of a resource, the utilization of anything else.
    private ObjectTree flat(String source, ObjectTree deep) {
        ObjectTree value = deep.object(side);
        ObjectTree metric = deep.object("metric");
        boolean object = source.equals("object");
        boolean external = source.equals("external");
        boolean ofResource = source.equals("resource") || source.equals("containerResource");
        boolean current = side.equals("current");
        return ObjectTree.builder()
                .put("target", object ? deep.get("describedObject") : NullTree.ABSENT)
                .put("name", deep.get("name"))
                .put("container", deep.get("container"))
                .put("metricName", metric.get("name"))
                .put(external ? "metricSelector" : "selector", metric.get("selector"))
                .put(side + "Value", object || external ? ofWhole(value.get("value"), object || current) : NullTree.ABSENT)
                .put(
                        object ? "averageValue" : side + "AverageValue",
                        source.equals("pods") || current && ofResource
                                ? orZero(value.get("averageValue"))
                                : value.get("averageValue"))
                .put(side + "AverageUtilization", ofResource ? value.get("averageUtilization") : NullTree.ABSENT)
                .build();
    }

    private static Tree ofWhole(Tree quantity, boolean required) {
        return required ? orZero(quantity) : quantity;
    }

    /// Quantities that can't be missing in the old form are zero there.
    private static Tree orZero(Tree quantity) {
        return quantity.isNull() ? Tree.of("0") : quantity;
    }
}
