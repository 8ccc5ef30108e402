package dev.pilothouse.kinds.resource;

import dev.pilothouse.api.meta.MetaRules;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.kinds.Kind;
import dev.pilothouse.kinds.Traits;
import dev.pilothouse.kinds.rules.Checks;
import dev.pilothouse.kinds.rules.Fill;
import dev.pilothouse.kinds.rules.Immutable;
import dev.pilothouse.kinds.rules.Place;
import dev.pilothouse.kinds.table.Columns;
import dev.pilothouse.kinds.table.Table;

/// A template of claims, one for each pod that names it. Source: API reference "ResourceClaimTemplate v1 resource.k8s.io".
public final class ResourceClaimTemplate implements Kind {
    private static final Traits TRAITS = Traits.of("resource.k8s.io", "ResourceClaimTemplate");
    private static final Table TABLE = Columns.of(
            "resource.k8s.io", "ResourceClaimTemplate");

    @Override
    public Traits traits() {
        return TRAITS;
    }

    @Override
    public ObjectTree defaults(ObjectTree object) {
        return Fill.inside(
                object, "spec", spec -> Fill.inside(spec, "spec", ClaimSpecDefaults::of));
    }

    @Override
    public void validate(Place object) {
        check(object, false);
    }

    @Override
    public void validateUpdate(Place object, ObjectTree old) {
        check(object, true);
        Immutable.check(object, old, "spec");
    }

    private static void check(Place object, boolean kept) {
        Place metadata = object.at("spec", "metadata");
        MetaRules.annotations(
                metadata.at("annotations").object(), metadata.at("annotations").path(), metadata.problems());
        Checks.LABELS.check(metadata.at("labels"));
        ClaimRules.check(object.at("spec", "spec"), kept);
    }

    @Override
    public Table table() {
        return TABLE;
    }
}
