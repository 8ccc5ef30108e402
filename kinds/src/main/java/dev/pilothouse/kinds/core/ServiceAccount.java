package dev.pilothouse.kinds.core;

import dev.pilothouse.api.meta.ObjectMeta;
import dev.pilothouse.api.meta.Problems;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.kinds.Kind;
import dev.pilothouse.kinds.Traits;
import dev.pilothouse.kinds.Write;
import dev.pilothouse.kinds.rules.Fill;
import dev.pilothouse.kinds.rules.Place;
import dev.pilothouse.kinds.rules.Warnings;
import dev.pilothouse.kinds.table.Columns;
import dev.pilothouse.kinds.table.Table;
import java.util.List;

/// The identity of what runs in pods. Source: API reference "ServiceAccount v1 core".
public final class ServiceAccount implements Kind {
    private static final String MOUNTABLE = "kubernetes.io/enforce-mountable-secrets";
    private static final Traits TRAITS = Traits.of("", "ServiceAccount");
    private static final Table TABLE = Columns.of("", "ServiceAccount");

    @Override
    public Traits traits() {
        return TRAITS;
    }

    @Override
    public ObjectTree prepareCreate(ObjectTree object, Write write) {
        return Fill.each(object, "secrets", ServiceAccount::named);
    }

    @Override
    public ObjectTree prepareUpdate(ObjectTree object, ObjectTree old, Write write) {
        return Fill.each(object, "secrets", ServiceAccount::named);
    }

    /// A secret is one of the account's own namespace: all that there is to say of it is its name.
    private static ObjectTree named(ObjectTree secret) {
        return secret.size() > (secret.has("name") ? 1 : 0)
                ? ObjectTree.EMPTY.with("name", secret.get("name"))
                : secret;
    }

    @Override
    public List<String> warnings(ObjectTree object, ObjectTree old) {
        Warnings told = new Warnings();
        Place root = Place.root(object, new Problems());
        Place mountable = root.at("metadata", "annotations").key(MOUNTABLE);
        if (mountable.isPresent() && !ObjectMeta.annotations(old).has(MOUNTABLE)) {
            told.add(
                    mountable,
                    "deprecated in v1.32+; prefer separate namespaces to isolate access to mounted secrets");
        }
        return told.list();
    }

    @Override
    public Table table() {
        return TABLE;
    }
}
