package dev.pilothouse.apiserver.customresource;

import dev.pilothouse.api.meta.FieldError;
import dev.pilothouse.api.meta.FieldPath;
import dev.pilothouse.api.meta.Problems;
import dev.pilothouse.api.schema.GroupVersionKind;
import dev.pilothouse.api.structural.Correlation;
import dev.pilothouse.api.structural.EmbeddedMeta;
import dev.pilothouse.api.structural.ListTypes;
import dev.pilothouse.api.structural.SchemaCheck;
import dev.pilothouse.api.structural.Structural;
import dev.pilothouse.api.tree.NullTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.kinds.rules.Place;
import java.util.List;
import java.util.Optional;

/// Judges objects of one version of a custom kind. The order is upstream's: the schema, what `scale` needs, embedded objects,
/// lists with keys, and last the rules in CEL, which only objects of the right shape are asked for.
///
/// @param hasRules whether the schema has rules in CEL
/// @param scale where the version has the subresource
record CustomRules(
        GroupVersionKind kind, Structural schema, boolean hasRules, Optional<ScalePaths> scale, SchemaRules rules) {
    private static final String UNCHECKED =
            "some validation rules were not checked because the object was invalid; correct the existing errors to complete"
                    + " validation";

    void checkNew(Place object) {
        Problems problems = object.problems();
        ObjectTree now = object.object();
        if (isOfKind(now, problems)) {
            problems.addAll(SchemaCheck.value(FieldPath.NONE, now, schema));
            scale.ifPresent(paths -> paths.checkWanted(now, problems));
            scale.ifPresent(paths -> paths.checkStatus(now, problems));
        }
        EmbeddedMeta.check(FieldPath.NONE, now, schema, problems);
        ListTypes.check(FieldPath.NONE, now, schema, problems);
        askRules(now, ObjectTree.EMPTY, problems);
    }

    void checkUpdate(Place object, ObjectTree old) {
        Problems problems = object.problems();
        ObjectTree now = object.object();
        if (isOfKind(now, problems)) {
            problems.addAll(SchemaCheck.updateOfObject(new Correlation(now, old, schema)));
            scale.ifPresent(paths -> paths.checkWanted(now, problems));
            scale.ifPresent(paths -> paths.checkStatus(now, problems));
        }
        EmbeddedMeta.check(FieldPath.NONE, now, schema, problems);
        checkLists(now, old, problems);
        askRules(now, old, problems);
    }

    void checkStatus(Place object, ObjectTree old) {
        Problems problems = object.problems();
        ObjectTree now = object.object();
        if (isOfKind(now, problems)) {
            Optional<Structural> status = schema.property("status");
            if (now.has("status") && status.isPresent()) {
                problems.addAll(SchemaCheck.update(
                        FieldPath.of("status"), new Correlation(now.get("status"), old.get("status"), status.get())));
            }
            scale.ifPresent(paths -> paths.checkStatus(now, problems));
        }
        checkLists(now, old, problems);
        askRules(now, old, problems);
    }

    private boolean isOfKind(ObjectTree object, Problems problems) {
        boolean same = object.text("kind").equals(kind.kind());
        if (!same) {
            problems.invalid(FieldPath.of("kind"), object.text("kind"), "must be " + kind.kind());
        }
        if (!object.text("apiVersion").equals(kind.apiVersion())) {
            problems.invalid(FieldPath.of("apiVersion"), object.text("apiVersion"), "must be " + kind.apiVersion());
            same = false;
        }
        return same;
    }

    /// A list that repeats itself already may go on doing so.
    private void checkLists(ObjectTree now, ObjectTree old, Problems problems) {
        Problems before = new Problems();
        ListTypes.check(FieldPath.NONE, old, schema, before);
        if (before.isEmpty()) {
            ListTypes.check(FieldPath.NONE, now, schema, problems);
        }
    }

    private void askRules(ObjectTree now, ObjectTree old, Problems problems) {
        if (!hasRules) {
            return;
        }
        if (problems.list().stream().anyMatch(CustomRules::blocks)) {
            problems.invalid(FieldPath.NONE, NullTree.NULL, UNCHECKED);
        } else {
            problems.addAll(rules.check(schema, now, old));
        }
    }

    List<String> warnings(ObjectTree now, ObjectTree old) {
        return hasRules && !old.isEmpty() ? rules.warnings(schema, now, old) : List.of();
    }

    private static boolean blocks(FieldError error) {
        return List.of(
                        FieldError.Type.NOT_SUPPORTED,
                        FieldError.Type.REQUIRED,
                        FieldError.Type.TOO_LONG,
                        FieldError.Type.TOO_MANY,
                        FieldError.Type.TYPE_INVALID)
                .contains(error.type());
    }
}
