package dev.pilothouse.kinds.resource;

import dev.pilothouse.api.meta.NameRules;
import dev.pilothouse.kinds.Kind;
import dev.pilothouse.kinds.Traits;
import dev.pilothouse.kinds.table.Columns;
import dev.pilothouse.kinds.table.Table;

/// A sort of devices. Source: API reference "DeviceClass v1 resource.k8s.io".
public final class DeviceClass implements Kind {
    private static final Traits TRAITS = Traits.of("resource.k8s.io", "DeviceClass").named(NameRules::longName).counting("spec");
    private static final Table TABLE = Columns.of(
            "resource.k8s.io", "DeviceClass");

    @Override
    public Traits traits() {
        return TRAITS;
    }

    @Override
    public Table table() {
        return TABLE;
    }
}
