package dev.pilothouse.kinds.autoscaling;

import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import dev.pilothouse.kinds.Kind;
import dev.pilothouse.kinds.Traits;
import dev.pilothouse.kinds.rules.Fill;
import dev.pilothouse.kinds.rules.Checks;
import dev.pilothouse.kinds.rules.Place;
import dev.pilothouse.kinds.table.Cells;
import dev.pilothouse.kinds.table.Columns;
import dev.pilothouse.kinds.table.Table;

/// Keeps a workload at the size that its metrics ask for. Source: API reference "HorizontalPodAutoscaler v2
/// autoscaling".
public final class HorizontalPodAutoscaler implements Kind {
    private static final long TARGET_PERCENT = 80;
    private static final long PERIOD_SECONDS = 15;

    private static final Traits TRAITS = Traits.of("autoscaling", "HorizontalPodAutoscaler");
    private static final Table TABLE = Columns.of(
            "autoscaling",
            "HorizontalPodAutoscaler",
            Cells.of(HorizontalPodAutoscaler::reference),
            Cells.of(MetricText::of),
            Cells.of(HorizontalPodAutoscaler::minimum),
            Cells.number("spec", "maxReplicas"),
            Cells.number("status", "currentReplicas"));

    @Override
    public Traits traits() {
        return TRAITS;
    }

    @Override
    public ObjectTree defaults(ObjectTree object) {
        return Fill.under(object, "spec", HorizontalPodAutoscaler::spec);
    }

    private static ObjectTree spec(ObjectTree spec) {
        ObjectTree filled = Fill.missing(spec, "minReplicas", 1);
        if (filled.list("metrics").isEmpty()) {
            filled = filled.with("metrics", ListTree.of(processorUse()));
        }
        return Fill.inside(
                filled,
                "behavior",
                behavior -> Fill.under(
                        Fill.under(behavior, "scaleUp", HorizontalPodAutoscaler::up),
                        "scaleDown",
                        HorizontalPodAutoscaler::down));
    }

    private static ObjectTree processorUse() {
        ObjectTree target =
                ObjectTree.EMPTY.with("type", "Utilization").with("averageUtilization", TARGET_PERCENT);
        return ObjectTree.EMPTY
                .with("type", "Resource")
                .with("resource", ObjectTree.EMPTY.with("name", "cpu").with("target", target));
    }

    private static ObjectTree up(ObjectTree rules) {
        ObjectTree filled = Fill.missing(rules, "stabilizationWindowSeconds", 0);
        filled = Fill.missing(filled, "selectPolicy", "Max");
        return filled.list("policies").isEmpty()
                ? filled.with("policies", ListTree.of(policy("Pods", 4), policy("Percent", 100)))
                : filled;
    }

    private static ObjectTree down(ObjectTree rules) {
        ObjectTree filled = Fill.missing(rules, "selectPolicy", "Max");
        return filled.list("policies").isEmpty()
                ? filled.with("policies", ListTree.of(policy("Percent", 100)))
                : filled;
    }

    private static ObjectTree policy(String type, long value) {
        return ObjectTree.EMPTY.with("type", type).with("value", value).with("periodSeconds", PERIOD_SECONDS);
    }

    private static String reference(ObjectTree scaler) {
        ObjectTree target = scaler.object("spec").object("scaleTargetRef");
        return target.text("kind") + "/" + target.text("name");
    }

    private static String minimum(ObjectTree scaler) {
        Tree minimum = scaler.object("spec").get("minReplicas");
        return minimum.isNull() ? Cells.UNSET : Long.toString(minimum.asLong());
    }

    @Override
    public void validate(Place object) {
        HorizontalPodAutoscalerRules.check(object, ObjectTree.EMPTY);
    }

    @Override
    public void validateUpdate(Place object, ObjectTree old) {
        HorizontalPodAutoscalerRules.check(object, old);
    }

    @Override
    public void validateStatus(Place object, ObjectTree old) {
        object.at("status", "currentReplicas").check(Checks.NON_NEGATIVE);
        object.at("status", "desiredReplicas").check(Checks.NON_NEGATIVE);
    }

    @Override
    public Table table() {
        return TABLE;
    }
}
