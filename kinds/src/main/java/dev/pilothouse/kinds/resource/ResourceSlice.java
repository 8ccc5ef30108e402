package dev.pilothouse.kinds.resource;

import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.kinds.Kind;
import dev.pilothouse.kinds.Traits;
import dev.pilothouse.kinds.Write;
import dev.pilothouse.kinds.rules.Place;
import dev.pilothouse.kinds.table.Cells;
import dev.pilothouse.kinds.table.Columns;
import dev.pilothouse.kinds.table.Table;
import java.util.Map;
import java.util.function.Function;

/// Some of the devices that a driver has to offer. Source: API reference "ResourceSlice v1 resource.k8s.io".
public final class ResourceSlice implements Kind {
    private static final Traits TRAITS = Traits.of("resource.k8s.io", "ResourceSlice").counting("spec");
    private static final Table TABLE = Columns.of(
            "resource.k8s.io", "ResourceSlice",
            Cells.text("spec", "nodeName"),
            Cells.text("spec", "driver"),
            Cells.text("spec", "pool", "name"));

    @Override
    public Traits traits() {
        return TRAITS;
    }

    @Override
    public boolean isSelectableByNamespace() {
        return false;
    }

    @Override
    public String unselectable(String label) {
        return "field label not supported for resource.k8s.io/v1, Kind=ResourceSlice: " + label;
    }

    @Override
    public Map<String, Function<ObjectTree, String>> selectableFields() {
        return Map.of(
                "spec.nodeName", slice -> slice.object("spec").text("nodeName"),
                "spec.driver", slice -> slice.object("spec").text("driver"));
    }

    @Override
    public ObjectTree prepareCreate(ObjectTree object, Write write) {
        return SliceFields.prepared(object, ObjectTree.EMPTY, write);
    }

    @Override
    public ObjectTree prepareUpdate(ObjectTree object, ObjectTree old, Write write) {
        return SliceFields.prepared(object, old, write);
    }

    @Override
    public void validate(Place object) {
        SliceRules.check(object);
    }

    @Override
    public void validateUpdate(Place object, ObjectTree old) {
        SliceRules.checkUpdate(object, old);
    }

    @Override
    public Table table() {
        return TABLE;
    }
}
