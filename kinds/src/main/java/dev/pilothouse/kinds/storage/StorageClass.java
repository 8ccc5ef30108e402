package dev.pilothouse.kinds.storage;

import dev.pilothouse.api.meta.Problems;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import dev.pilothouse.kinds.Kind;
import dev.pilothouse.kinds.Traits;
import dev.pilothouse.kinds.core.pod.DeprecatedNodeLabels;
import dev.pilothouse.kinds.rules.Fill;
import dev.pilothouse.kinds.rules.Place;
import dev.pilothouse.kinds.rules.Warnings;
import dev.pilothouse.kinds.table.Cells;
import dev.pilothouse.kinds.table.Columns;
import dev.pilothouse.kinds.table.DefaultMark;
import dev.pilothouse.kinds.table.Table;
import java.util.List;

/// A way of making volumes. Source: API reference "StorageClass v1 storage.k8s.io".
public final class StorageClass implements Kind {
    private static final Traits TRAITS = Traits.of("storage.k8s.io", "StorageClass");
    private static final Table TABLE = Columns.of(
                    "storage.k8s.io",
                    "StorageClass",
                    Cells.text("provisioner"),
                    Cells.textOr("Delete", "reclaimPolicy"),
                    Cells.textOr("Immediate", "volumeBindingMode"),
                    Cells.bool("allowVolumeExpansion"))
            .named((object, now) -> Tree.of(DefaultMark.name(
                    object,
                    "storageclass.kubernetes.io/is-default-class",
                    "storageclass.beta.kubernetes.io/is-default-class")));

    @Override
    public Traits traits() {
        return TRAITS;
    }

    @Override
    public ObjectTree defaults(ObjectTree object) {
        return Fill.missing(Fill.missing(object, "reclaimPolicy", "Delete"), "volumeBindingMode", "Immediate");
    }

    @Override
    public void validate(Place object) {
        StorageClassRules.check(object);
    }

    @Override
    public void validateUpdate(Place object, ObjectTree old) {
        StorageClassRules.checkUpdate(object, old);
    }

    @Override
    public List<String> warnings(ObjectTree object, ObjectTree old) {
        Warnings told = new Warnings();
        Place root = Place.root(object, new Problems());
        root.at("allowedTopologies").each(term -> term.at("matchLabelExpressions")
                .each(expression -> DeprecatedNodeLabels.named(expression.at("key"), told)));
        return told.list();
    }

    @Override
    public Table table() {
        return TABLE;
    }
}
