package dev.pilothouse.kinds;

import dev.pilothouse.api.meta.FieldError;
import dev.pilothouse.api.meta.FieldPath;
import dev.pilothouse.api.meta.MetaRules;
import dev.pilothouse.api.meta.Problems;
import dev.pilothouse.api.schema.ApiResource;
import dev.pilothouse.api.tree.NullTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import dev.pilothouse.kinds.rules.Immutable;
import dev.pilothouse.kinds.rules.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What the API server does with the objects of one resource: the kind's own rules inside those of every kind. A create
/// goes through `defaults`, admission, the server's own metadata (name, namespace, uid, creation time), `prepareCreate`,
/// `validateCreate`; an update through `defaults`, admission, `prepareUpdate`, `validateUpdate`.
///
/// All methods take and give objects in the form that the resource serves; where that isn't the stored one,
/// [#conversion] stands between the two.
///
/// An empty subresource name is the object itself.
public record Strategy(Kind kind, ApiResource resource, Conversion conversion) {

    private static final String STATUS = "status";
    private static final FieldPath METADATA = FieldPath.of("metadata");

    public Traits traits() {
        return kind.traits();
    }

    public ObjectTree defaults(ObjectTree object) {
        return kind.defaults(object);
    }

    private boolean hasStatus() {
        return resource.subresource(STATUS).isPresent();
    }

    public ObjectTree prepareCreate(ObjectTree object, Write write) {
        ObjectTree fresh = Metadata.fresh(object);
        if (hasStatus() && !traits().statusAtCreation()) {
            fresh = fresh.without(STATUS);
        }
        if (!traits().generation().isEmpty()) {
            fresh = Metadata.withGeneration(fresh, 1);
        }
        return kind.prepareCreate(fresh, write);
    }

    public List<FieldError> validateCreate(ObjectTree object) {
        Problems problems = new Problems();
        Place root = Place.root(object, problems);
        MetaRules.check(object.object("metadata"), resource.namespaced(), kind.nameRule(object), METADATA, problems);
        checkFinalizers(root);
        kind.validate(root);
        return problems.list();
    }

    private void checkFinalizers(Place object) {
        if (!traits().flags().contains(Traits.Flag.ANY_FINALIZER)) {
            Finalizers.checkMetadata(object);
        }
    }

    public ObjectTree prepareUpdate(ObjectTree object, ObjectTree old, String subresource, Write write) {
        ObjectTree kept = Metadata.kept(object, old);
        if (subresource.isEmpty()) {
            ObjectTree next = hasStatus() ? kept.with(STATUS, old.get(STATUS)) : kept;
            return counted(kind.prepareUpdate(next, old, write), old);
        }
        Optional<Subresource> own = kind.subresource(subresource);
        if (own.isPresent()) {
            return counted(own.get().prepare(kept, old, write), old);
        }
        return subresource.equals(STATUS) ? withStatusOnly(kept, old) : kept;
    }

    private ObjectTree counted(ObjectTree object, ObjectTree old) {
        for (List<String> part : traits().generation()) {
            String[] path = part.toArray(String[]::new);
            if (!Immutable.same(object.at(path), old.at(path))) {
                return Metadata.withGeneration(object, old.object("metadata").number("generation") + 1);
            }
        }
        return object;
    }

    private ObjectTree withStatusOnly(ObjectTree object, ObjectTree old) {
        ObjectTree next = object.with("spec", old.get("spec"));
        if (traits().flags().contains(Traits.Flag.STATUS_WRITES_METADATA)) {
            return next;
        }
        for (List<String> part : traits().statusKeeps()) {
            String[] path = part.toArray(String[]::new);
            next = next.withAt(old.at(path), path);
        }
        return next;
    }

    public List<FieldError> validateUpdate(ObjectTree object, ObjectTree old, String subresource) {
        Problems problems = new Problems();
        Place root = Place.root(object, problems);
        MetaRules.checkUpdate(object.object("metadata"), old.object("metadata"), METADATA, problems);
        if (!traits().flags().contains(Traits.Flag.METADATA_JUDGED_ONCE)) {
            MetaRules.checkUpdate(object.object("metadata"), old.object("metadata"), METADATA, problems);
        }
        checkFinalizers(root);
        if (subresource.isEmpty()) {
            kind.validateUpdate(root, old);
            return problems.list();
        }
        Optional<Subresource> own = kind.subresource(subresource);
        if (own.isPresent()) {
            own.get().validate(root, old);
        } else if (subresource.equals(STATUS)) {
            kind.validateStatus(root, old);
        }
        return problems.list();
    }

    /// @param old the object that is replaced, empty at creation
    public List<String> warnings(ObjectTree object, ObjectTree old, String subresource) {
        if (subresource.isEmpty()) {
            return kind.warnings(object, old);
        }
        return kind.subresource(subresource)
                .map(own -> own.warnings(object, old))
                .orElse(List.of());
    }

    /// The fields that a write to the subresource can't set, and therefore can't own.
    public List<List<String>> resetFields(String subresource) {
        if (subresource.isEmpty()) {
            List<List<String>> reset = new ArrayList<>(kind.resetFields());
            if (hasStatus()) {
                reset.add(List.of(STATUS));
            }
            return reset;
        }
        List<List<String>> reset = new ArrayList<>();
        if (subresource.equals(STATUS)) {
            reset.add(List.of("spec"));
            reset.addAll(traits().statusKeeps());
        }
        return reset;
    }

    /// The value that a field selector compares, or [NullTree#ABSENT] when the kind can't be selected by the label.
    public Tree selectable(ObjectTree object, String label) {
        return switch (label) {
            case "metadata.name" -> Tree.of(object.object("metadata").text("name"));
            case "metadata.namespace" -> Tree.of(object.object("metadata").text("namespace"));
            default -> {
                var field = kind.selectableFields().get(label);
                yield field == null ? NullTree.ABSENT : Tree.of(field.apply(object));
            }
        };
    }

    /// Whether objects of this resource can be selected by the label. Other labels are the client's mistake.
    public boolean isSelectable(String label) {
        return label.equals("metadata.name")
                || label.equals("metadata.namespace") && kind.isSelectableByNamespace()
                || kind.selectableFields().containsKey(label);
    }
}
