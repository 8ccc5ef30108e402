package dev.pilothouse.kinds.core;

import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.kinds.Kind;
import dev.pilothouse.kinds.Traits;
import dev.pilothouse.kinds.core.pod.Quantities;
import dev.pilothouse.kinds.rules.Fill;
import dev.pilothouse.kinds.rules.Place;
import dev.pilothouse.kinds.table.Cells;
import dev.pilothouse.kinds.table.Columns;
import dev.pilothouse.kinds.table.Table;
import java.util.ArrayList;
import java.util.List;

/// How much of everything a namespace may use. Source: API reference "ResourceQuota v1 core".
public final class ResourceQuota implements Kind {
    private static final Traits TRAITS = Traits.of("", "ResourceQuota");
    private static final Table TABLE = Columns.of(
            "", "ResourceQuota", Cells.of(quota -> usage(quota, false)), Cells.of(quota -> usage(quota, true)));

    @Override
    public Traits traits() {
        return TRAITS;
    }

    @Override
    public ObjectTree defaults(ObjectTree object) {
        return Fill.inside(
                Fill.inside(object, "spec", spec -> Quantities.roundedIn(spec, "hard")),
                "status",
                status -> Quantities.roundedIn(status, "hard", "used"));
    }

    private static String usage(ObjectTree quota, boolean limits) {
        ObjectTree used = quota.object("status").object("used");
        List<String> shares = new ArrayList<>();
        quota.object("status").object("hard").texts().forEach((name, hard) -> {
            if (name.startsWith("limits") == limits) {
                shares.add(name + ": " + Cells.orElse(used.text(name), "0") + "/" + hard);
            }
        });
        return String.join(", ", shares);
    }

    @Override
    public void validate(Place object) {
        ResourceQuotaRules.check(object);
    }

    @Override
    public void validateUpdate(Place object, ObjectTree old) {
        ResourceQuotaRules.checkUpdate(object, old);
    }

    @Override
    public void validateStatus(Place object, ObjectTree old) {
        ResourceQuotaRules.status(object);
    }

    @Override
    public Table table() {
        return TABLE;
    }
}
