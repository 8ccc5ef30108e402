package dev.pilothouse.kinds.core;

import dev.pilothouse.api.meta.NameRules;
import dev.pilothouse.api.meta.ObjectMeta;
import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import dev.pilothouse.kinds.Finalizers;
import dev.pilothouse.kinds.Kind;
import dev.pilothouse.kinds.Subresource;
import dev.pilothouse.kinds.Traits;
import dev.pilothouse.kinds.Write;
import dev.pilothouse.kinds.rules.Fill;
import dev.pilothouse.kinds.rules.Place;
import dev.pilothouse.kinds.table.Cells;
import dev.pilothouse.kinds.table.Columns;
import dev.pilothouse.kinds.table.Table;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// A scope for names. It outlives its deletion until its content is gone: `spec.finalizers` keeps it, and only
/// `finalize` writes those. Source: API reference "Namespace v1 core".
public final class Namespace implements Kind {
    private static final String NAME_LABEL = "kubernetes.io/metadata.name";
    private static final String FINALIZER = "kubernetes";

    private static final Traits TRAITS = Traits.of("", "Namespace").named(NameRules::dns1123Label);
    private static final Table TABLE = Columns.of("", "Namespace", Cells.text("status", "phase"));

    @Override
    public Traits traits() {
        return TRAITS;
    }

    @Override
    public ObjectTree defaults(ObjectTree object) {
        String name = ObjectMeta.name(object);
        ObjectTree named = name.isEmpty() ? object : ObjectMeta.withLabel(object, NAME_LABEL, name);
        return Fill.under(named, "status", status -> Fill.text(status, "phase", "Active"));
    }

    @Override
    public ObjectTree prepareCreate(ObjectTree object, Write write) {
        ObjectTree kept = Fill.under(object, "spec", Namespace::finalized);
        return defaults(kept.with("status", ObjectTree.EMPTY));
    }

    private static ObjectTree finalized(ObjectTree spec) {
        ListTree finalizers = spec.list("finalizers");
        return finalizers.texts().contains(FINALIZER)
                ? spec
                : spec.with("finalizers", finalizers.plus(Tree.of(FINALIZER)));
    }

    @Override
    public ObjectTree prepareUpdate(ObjectTree object, ObjectTree old, Write write) {
        return Fill.under(object, "spec", spec -> spec.with("finalizers", old.object("spec").get("finalizers")));
    }

    @Override
    public void validate(Place object) {
        object.at("spec", "finalizers").each(item -> Finalizers.check(item, object.at("spec", "finalizers")));
    }

    @Override
    public void validateUpdate(Place object, ObjectTree old) {}

    @Override
    public void validateStatus(Place object, ObjectTree old) {
        boolean deleted = ObjectMeta.isBeingDeleted(object.object());
        String required = deleted ? "Terminating" : "Active";
        Place status = object.at("status");
        if (!status.at("phase").is(required)) {
            status.at("Phase")
                    .invalid(
                            status.object().text("phase"),
                            "may only be '" + required + "' if `deletionTimestamp` is " + (deleted ? "not " : "")
                                    + "empty");
        }
    }

    @Override
    public Optional<Subresource> subresource(String name) {
        return name.equals("finalize") ? Optional.of(new Finalize()) : Optional.empty();
    }

    /// Writes `spec.finalizers`, and nothing of the status.
    private record Finalize() implements Subresource {
        @Override
        public ObjectTree prepare(ObjectTree object, ObjectTree old, Write write) {
            return object.with("status", old.get("status"));
        }

        @Override
        public void validate(Place object, ObjectTree old) {
            object.at("spec", "finalizers").each(item -> Finalizers.check(item, item));
        }
    }

    @Override
    public Table table() {
        return TABLE;
    }

    @Override
    public boolean isSelectableByNamespace() {
        return false;
    }

    @Override
    public Map<String, Function<ObjectTree, String>> selectableFields() {
        return Map.of("status.phase", namespace -> namespace.object("status").text("phase"));
    }
}
