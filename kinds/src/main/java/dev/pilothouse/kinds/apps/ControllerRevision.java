package dev.pilothouse.kinds.apps;

import dev.pilothouse.api.meta.OwnerReferences;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.kinds.Kind;
import dev.pilothouse.kinds.Traits;
import dev.pilothouse.kinds.rules.Checks;
import dev.pilothouse.kinds.rules.Immutable;
import dev.pilothouse.kinds.rules.Place;
import dev.pilothouse.kinds.table.Cells;
import dev.pilothouse.kinds.table.Columns;
import dev.pilothouse.kinds.table.Table;
import java.util.Locale;

/// A controller's template as it was once. Source: API reference "ControllerRevision v1 apps".
public final class ControllerRevision implements Kind {
    private static final Traits TRAITS = Traits.of("apps", "ControllerRevision");
    private static final Table TABLE = Columns.of(
            "apps", "ControllerRevision", Cells.of(ControllerRevision::controller), Cells.number("revision"));

    @Override
    public Traits traits() {
        return TRAITS;
    }

    private static String controller(ObjectTree revision) {
        return OwnerReferences.controllerOf(revision)
                .map(owner -> qualified(owner) + "/" + owner.text("name"))
                .orElse(Cells.NONE);
    }

    private static String qualified(ObjectTree owner) {
        String kind = owner.text("kind").toLowerCase(Locale.ROOT);
        int slash = owner.text("apiVersion").indexOf('/');
        return slash < 0 ? kind : kind + "." + owner.text("apiVersion").substring(0, slash);
    }

    @Override
    public void validate(Place object) {
        if (object.at("data").isAbsent()) {
            object.at("data").required("data is mandatory");
        } else if (!(object.at("data").value() instanceof ObjectTree)) {
            object.at("data").required("data must be a valid JSON object");
        }
        object.at("revision").check(Checks.NON_NEGATIVE);
    }

    @Override
    public void validateUpdate(Place object, ObjectTree old) {
        object.at("revision").check(Checks.NON_NEGATIVE);
        Immutable.check(object.at("data"), old.get("data"));
    }

    @Override
    public Table table() {
        return TABLE;
    }
}
