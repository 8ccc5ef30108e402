package dev.pilothouse.kinds.flowcontrol;

import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.kinds.Kind;
import dev.pilothouse.kinds.Traits;
import dev.pilothouse.kinds.Traits.Flag;
import dev.pilothouse.kinds.rules.Fill;
import dev.pilothouse.kinds.rules.Place;
import dev.pilothouse.kinds.table.Cells;
import dev.pilothouse.kinds.table.Column.Cell;
import dev.pilothouse.kinds.table.Columns;
import dev.pilothouse.kinds.table.Table;

/// How much of the server a level of requests may use. Source: API reference "PriorityLevelConfiguration v1 flowcontrol.apiserver.k8s.io".
public final class PriorityLevelConfiguration implements Kind {
    private static final Traits TRAITS = Traits.of("flowcontrol.apiserver.k8s.io", "PriorityLevelConfiguration")
            .counting("spec").with(Flag.METADATA_JUDGED_ONCE).statusKeeping(Traits.STATUS_METADATA);
    private static final Table TABLE = Columns.of(
            "flowcontrol.apiserver.k8s.io", "PriorityLevelConfiguration",
            Cells.text("spec", "type"),
            Cells.numberOr(Cells.NONE, "spec", "limited", "nominalConcurrencyShares"),
            queuing("queues"),
            queuing("handSize"),
            queuing("queueLengthLimit"));

    @Override
    public Traits traits() {
        return TRAITS;
    }

    @Override
    public ObjectTree defaults(ObjectTree object) {
        return Fill.under(object, "spec", PriorityLevelConfiguration::spec);
    }

    private static ObjectTree spec(ObjectTree spec) {
        ObjectTree filled = spec;
        if (spec.text("type").equals("Exempt")) {
            filled = Fill.missing(filled, "exempt", ObjectTree.EMPTY);
        }
        filled = Fill.inside(
                filled,
                "exempt",
                exempt -> Fill.missing(
                        Fill.missing(exempt, "nominalConcurrencyShares", 0), "lendablePercent", 0));
        return Fill.inside(filled, "limited", PriorityLevelConfiguration::limited);
    }

    private static ObjectTree limited(ObjectTree limited) {
        ObjectTree filled = Fill.missing(limited, "nominalConcurrencyShares", 30);
        filled = Fill.missing(filled, "lendablePercent", 0);
        return Fill.inside(
                filled,
                "limitResponse",
                response -> Fill.inside(
                        response,
                        "queuing",
                        queuing -> Fill.number(
                                Fill.number(Fill.number(queuing, "handSize", 8), "queues", 64),
                                "queueLengthLimit",
                                50)));
    }

    private static Cell queuing(String field) {
        return Cells.numberOr(Cells.NONE, "spec", "limited", "limitResponse", "queuing", field);
    }

    @Override
    public void validate(Place object) {
        PriorityLevelRules.check(object);
    }

    @Override
    public Table table() {
        return TABLE;
    }
}
