package dev.pilothouse.apiserver.customresource;

import dev.pilothouse.api.schema.GroupVersion;
import dev.pilothouse.api.schema.GroupVersionKind;
import dev.pilothouse.api.structural.Defaulting;
import dev.pilothouse.api.structural.Pruning;
import dev.pilothouse.api.structural.Structural;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.kinds.Conversion;
import java.util.Map;

/// Between the served and the stored version of a custom kind whose strategy is `None`: only `apiVersion` changes, and what the
/// other version doesn't know is left out.
///
/// @param schemas of all versions, by their names
record CustomConversion(GroupVersionKind served, GroupVersionKind stored, Map<String, Structural> schemas)
        implements Conversion {

    @Override
    public ObjectTree toStored(ObjectTree object) {
        if (served.equals(stored)) {
            return object;
        }
        return pruned(object.with("apiVersion", stored.apiVersion()), stored.version());
    }

    /// What was written by an older schema, or in an older stored version, is read by the schemas of today.
    @Override
    public ObjectTree toServed(ObjectTree object) {
        String written = GroupVersion.parse(object.text("apiVersion")).version();
        ObjectTree pruned = pruned(object, written);
        Structural schema = schemas.get(written);
        ObjectTree filled = schema == null ? pruned : Defaulting.of(pruned, schema);
        if (written.equals(served.version())) {
            return filled;
        }
        return pruned(filled.with("apiVersion", served.apiVersion()), served.version());
    }

    private ObjectTree pruned(ObjectTree object, String version) {
        Structural schema = schemas.get(version);
        return schema == null ? object : new Pruning().resource(object, schema);
    }
}
