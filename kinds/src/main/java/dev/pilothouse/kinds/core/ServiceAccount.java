package dev.pilothouse.kinds.core;

import dev.pilothouse.kinds.Kind;
import dev.pilothouse.kinds.Traits;
import dev.pilothouse.kinds.table.Columns;
import dev.pilothouse.kinds.table.Table;

/// The identity of what runs in pods. Source: API reference "ServiceAccount v1 core".
public final class ServiceAccount implements Kind {
    private static final Traits TRAITS = Traits.of("", "ServiceAccount");
    private static final Table TABLE = Columns.of("", "ServiceAccount");

    @Override
    public Traits traits() {
        return TRAITS;
    }

    @Override
    public Table table() {
        return TABLE;
    }
}
