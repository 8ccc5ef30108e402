package dev.pilothouse.kinds.networking;

import dev.pilothouse.api.meta.GroupResource;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.kinds.Kind;
import dev.pilothouse.kinds.Traits;
import dev.pilothouse.kinds.rules.Immutable;
import dev.pilothouse.kinds.rules.Place;
import dev.pilothouse.kinds.table.Cells;
import dev.pilothouse.kinds.table.Columns;
import dev.pilothouse.kinds.table.Table;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/// An address that is taken, and by what. Source: API reference "IPAddress v1 networking.k8s.io".
public final class IpAddress implements Kind {
    private static final Traits TRAITS = Traits.of("networking.k8s.io", "IPAddress").named(IpSyntax::name);
    private static final Table TABLE =
            Columns.of("networking.k8s.io", "IPAddress", Cells.of(IpAddress::parent))
                    .trailedBy(Cells.AGE);

    @Override
    public Traits traits() {
        return TRAITS;
    }

    private static String parent(ObjectTree address) {
        if (!(address.object("spec").get("parentRef") instanceof ObjectTree parent)) {
            return Cells.NONE;
        }
        String resource = new GroupResource(parent.text("group"), parent.text("resource"))
                .toString()
                .toLowerCase(Locale.ROOT);
        String namespace = parent.text("namespace");
        return resource + "/" + (namespace.isEmpty() ? "" : namespace + "/") + parent.text("name");
    }

    @Override
    public void validate(Place object) {
        IpAddressRules.check(object);
    }

    @Override
    public void validateUpdate(Place object, ObjectTree old) {
        validate(object);
        Immutable.check(object.at("spec", "parentRef"), old.object("spec").get("parentRef"));
    }

    @Override
    public Table table() {
        return TABLE;
    }

    @Override
    public Map<String, Function<ObjectTree, String>> selectableFields() {
        return Map.of(
                "spec.parentRef.resource",
                address -> address.object("spec").object("parentRef").text("resource"),
                "spec.parentRef.name",
                address -> address.object("spec").object("parentRef").text("name"),
                "spec.parentRef.namespace",
                address -> address.object("spec").object("parentRef").text("namespace"));
    }
}
