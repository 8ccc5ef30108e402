package dev.pilothouse.kinds.flowcontrol;

import dev.pilothouse.api.meta.ObjectMeta;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.kinds.Kind;
import dev.pilothouse.kinds.Traits;
import dev.pilothouse.kinds.Traits.Flag;
import dev.pilothouse.kinds.rules.Fill;
import dev.pilothouse.kinds.rules.Place;
import dev.pilothouse.kinds.table.Cells;
import dev.pilothouse.kinds.table.Columns;
import dev.pilothouse.kinds.table.Table;
import java.util.Comparator;

/// Which requests flow together. Source: API reference "FlowSchema v1 flowcontrol.apiserver.k8s.io".
public final class FlowSchema implements Kind {
    private static final Traits TRAITS = Traits.of("flowcontrol.apiserver.k8s.io", "FlowSchema")
            .counting("spec").with(Flag.METADATA_JUDGED_ONCE).statusKeeping(Traits.STATUS_METADATA);
    private static final Table TABLE = Columns.of(
            "flowcontrol.apiserver.k8s.io", "FlowSchema",
            Cells.text("spec", "priorityLevelConfiguration", "name"),
            Cells.number("spec", "matchingPrecedence"),
            Cells.textOr(Cells.NONE, "spec", "distinguisherMethod", "type"),
            Cells.of(FlowSchema::isDangling))
            // Whoever reads the list sees which schema is asked first.
            .sorted(Comparator.<ObjectTree>comparingLong(
                            schema -> schema.object("spec").number("matchingPrecedence"))
                    .thenComparing(ObjectMeta::name));

    @Override
    public Traits traits() {
        return TRAITS;
    }

    @Override
    public ObjectTree defaults(ObjectTree object) {
        return Fill.under(object, "spec", spec -> Fill.number(spec, "matchingPrecedence", 1000));
    }

    private static String isDangling(ObjectTree schema) {
        for (ObjectTree condition : schema.object("status").list("conditions").objects()) {
            if (condition.text("type").equals("Dangling")) {
                return Cells.orElse(condition.text("status"), "?");
            }
        }
        return "?";
    }

    @Override
    public void validate(Place object) {
        FlowSchemaRules.check(object);
    }

    @Override
    public Table table() {
        return TABLE;
    }
}
