package dev.pilothouse.kinds.autoscaling;

import dev.pilothouse.api.meta.ObjectMeta;
import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.NullTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import dev.pilothouse.kinds.Conversion;
import java.util.ArrayList;
import java.util.List;

/// `autoscaling/v1` knows one metric, the processor's use. All else that v2 can say stands in annotations there.
public final class HorizontalPodAutoscalerConversion implements Conversion {
    private static final String PREFIX = "autoscaling.alpha.kubernetes.io/";
    private static final String METRICS = PREFIX + "metrics";
    private static final String CURRENT_METRICS = PREFIX + "current-metrics";
    private static final String CONDITIONS = PREFIX + "conditions";
    private static final String BEHAVIOR = PREFIX + "behavior";

    @Override
    public ObjectTree toStored(ObjectTree served) {
        ObjectTree spec = served.object("spec");
        ObjectTree status = served.object("status");
        List<Tree> metrics = new ArrayList<>();
        Tree target = spec.get("targetCPUUtilizationPercentage");
        if (!target.isNull()) {
            metrics.add(processorUse("target", target));
        }
        metrics.addAll(OldMetrics.toNew(annotated(served, METRICS).asList(), "target"));
        // The annotation tells of the processor's use, too, and more of it than the status does.
        List<Tree> current = annotated(served, CURRENT_METRICS) instanceof ListTree told
                ? OldMetrics.toNew(told, "current")
                : used(status.get("currentCPUUtilizationPercentage"));
        ObjectTree stored = served.with("apiVersion", "autoscaling/v2")
                .with(
                        "spec",
                        spec.without("targetCPUUtilizationPercentage")
                                .with("metrics", list(metrics))
                                .with("behavior", GoOrder.named(annotated(served, BEHAVIOR))))
                .with(
                        "status",
                        status.without("currentCPUUtilizationPercentage")
                                .with("currentMetrics", list(current))
                                .with("conditions", annotated(served, CONDITIONS)));
        return withoutAnnotations(stored);
    }

    @Override
    public ObjectTree toServed(ObjectTree stored) {
        ObjectTree spec = stored.object("spec");
        ObjectTree status = stored.object("status");
        ListTree metrics = spec.list("metrics");
        ListTree current = status.list("currentMetrics");
        ObjectTree served = stored.with("apiVersion", "autoscaling/v1")
                .with(
                        "spec",
                        spec.without("metrics")
                                .without("behavior")
                                .with("targetCPUUtilizationPercentage", processorUse(metrics, "target")))
                .with(
                        "status",
                        status.without("currentMetrics")
                                .without("conditions")
                                .with("currentCPUUtilizationPercentage", processorUse(current, "current")));
        served = withoutAnnotations(served);
        served = annotatedWith(served, METRICS, OldMetrics.toOld(others(metrics), "target"));
        served = annotatedWith(served, CURRENT_METRICS, OldMetrics.toOld(current.objects(), "current"));
        served = annotatedWith(served, CONDITIONS, GoOrder.conditions(status.list("conditions")));
        return annotatedWith(served, BEHAVIOR, GoOrder.behavior(spec.get("behavior")));
    }

    private static List<Tree> used(Tree percent) {
        return percent.isNull() ? List.of() : List.of(processorUse("current", percent));
    }

    private static ObjectTree processorUse(String side, Tree percent) {
        ObjectTree value = side.equals("target")
                ? ObjectTree.EMPTY.with("type", "Utilization").with("averageUtilization", percent)
                : ObjectTree.EMPTY.with("averageUtilization", percent);
        return ObjectTree.EMPTY
                .with("type", "Resource")
                .with("resource", ObjectTree.EMPTY.with("name", "cpu").with(side, value));
    }

    private static Tree list(List<Tree> items) {
        return items.isEmpty() ? NullTree.ABSENT : ListTree.of(items);
    }

    private static boolean isProcessorUse(ObjectTree metric, String side) {
        return metric.text("type").equals("Resource")
                && metric.object("resource").text("name").equals("cpu")
                && !metric.at("resource", side, "averageUtilization").isNull();
    }

    private static Tree processorUse(ListTree metrics, String side) {
        for (ObjectTree metric : metrics.objects()) {
            if (isProcessorUse(metric, side)) {
                return metric.at("resource", side, "averageUtilization");
            }
        }
        return NullTree.ABSENT;
    }

    private static List<ObjectTree> others(ListTree metrics) {
        return metrics.objects().stream()
                .filter(metric -> !isProcessorUse(metric, "target"))
                .toList();
    }

    /// What an annotation says as JSON; nothing where it says nothing sensible, as if it weren't there.
    private static Tree annotated(ObjectTree object, String annotation) {
        return GoOrder.parse(ObjectMeta.annotation(object, annotation));
    }

    private static ObjectTree annotatedWith(ObjectTree object, String annotation, String json) {
        return json.isEmpty() ? object : ObjectMeta.withAnnotation(object, annotation, json);
    }

    private static ObjectTree withoutAnnotations(ObjectTree object) {
        ObjectTree bare = object;
        for (String annotation : List.of(METRICS, CURRENT_METRICS, CONDITIONS, BEHAVIOR)) {
            bare = ObjectMeta.withoutAnnotation(bare, annotation);
        }
        return bare;
    }
}
