package dev.pilothouse.kinds.core;

import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.kinds.Kind;
import dev.pilothouse.kinds.Traits;
import dev.pilothouse.kinds.table.Cells;
import dev.pilothouse.kinds.table.Columns;
import dev.pilothouse.kinds.table.Table;
import java.util.Optional;

/// The health of an old component; deprecated. Source: API reference "ComponentStatus v1 ".
public final class ComponentStatus implements Kind {
    private static final Traits TRAITS = Traits.of("", "ComponentStatus");
    private static final Table TABLE = Columns.of(
            "", "ComponentStatus",
            Cells.of(ComponentStatus::health),
            Cells.of(status -> condition(status).text("message")),
            Cells.of(status -> condition(status).text("error")));

    @Override
    public Optional<String> deprecation() {
        return Optional.of("v1 ComponentStatus is deprecated in v1.19+");
    }

    @Override
    public Traits traits() {
        return TRAITS;
    }

    private static String health(ObjectTree status) {
        return switch (condition(status).text("status")) {
            case "" -> "Unknown";
            case "True" -> "Healthy";
            default -> "Unhealthy";
        };
    }

    private static ObjectTree condition(ObjectTree status) {
        for (ObjectTree condition : status.list("conditions").objects()) {
            if (condition.text("type").equals("Healthy")) {
                return condition;
            }
        }
        return ObjectTree.EMPTY;
    }

    @Override
    public Table table() {
        return TABLE;
    }
}
