package dev.pilothouse.kinds.policy;

import dev.pilothouse.api.meta.NameRules;
import dev.pilothouse.api.meta.IntOrString;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import dev.pilothouse.kinds.Kind;
import dev.pilothouse.kinds.Traits;
import dev.pilothouse.kinds.Traits.Flag;
import dev.pilothouse.kinds.rules.Place;
import dev.pilothouse.kinds.table.Cells;
import dev.pilothouse.kinds.table.Columns;
import dev.pilothouse.kinds.table.Table;

/// How many pods of a workload may be taken away at a time. Source: API reference "PodDisruptionBudget v1 policy".
public final class PodDisruptionBudget implements Kind {
    private static final Traits TRAITS =
            Traits.of("policy", "PodDisruptionBudget")
            .named(NameRules::pathSegment)
            .counting("spec")
            .with(Flag.CONDITIONAL_UPDATE, Flag.ANY_FINALIZER, Flag.METADATA_JUDGED_ONCE);
    private static final Table TABLE = Columns.of(
            "policy",
            "PodDisruptionBudget",
            Cells.of(budget -> share(budget, "minAvailable")),
            Cells.of(budget -> share(budget, "maxUnavailable")),
            Cells.number("status", "disruptionsAllowed"));

    @Override
    public Traits traits() {
        return TRAITS;
    }

    private static String share(ObjectTree budget, String field) {
        Tree value = budget.object("spec").get(field);
        return value.isNull() ? "N/A" : IntOrString.of(value).toString();
    }

    @Override
    public void validate(Place object) {
        PodDisruptionBudgetRules.check(object);
    }

    @Override
    public void validateStatus(Place object, ObjectTree old) {
        PodDisruptionBudgetRules.status(object.at("status"));
    }

    @Override
    public Table table() {
        return TABLE;
    }
}
