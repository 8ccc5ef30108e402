package dev.pilothouse.kinds.core;

import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import dev.pilothouse.kinds.Kind;
import dev.pilothouse.kinds.Traits;
import dev.pilothouse.kinds.rules.Place;
import dev.pilothouse.kinds.table.Columns;
import dev.pilothouse.kinds.table.Table;

/// Configuration as keys and texts or bytes. Source: API reference "ConfigMap v1 core".
public final class ConfigMap implements Kind {
    private static final Traits TRAITS = Traits.of("", "ConfigMap");
    private static final Table TABLE = Columns.of(
            "",
            "ConfigMap",
            (map, now) ->
                    Tree.of(map.object("data").size() + map.object("binaryData").size()));

    @Override
    public Traits traits() {
        return TRAITS;
    }

    @Override
    public void validate(Place object) {
        DataRules data = new DataRules(object);
        data.texts("data", "binaryData");
        data.bytes("binaryData");
        data.checkSize("");
    }

    @Override
    public void validateUpdate(Place object, ObjectTree old) {
        DataRules.checkImmutable(object, old, "data", "binaryData");
        validate(object);
    }

    @Override
    public Table table() {
        return TABLE;
    }
}
