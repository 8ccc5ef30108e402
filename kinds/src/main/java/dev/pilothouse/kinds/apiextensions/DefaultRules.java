package dev.pilothouse.kinds.apiextensions;

import dev.pilothouse.api.meta.FieldError;
import dev.pilothouse.api.meta.FieldPath;
import dev.pilothouse.api.meta.Problems;
import dev.pilothouse.api.structural.EmbeddedMeta;
import dev.pilothouse.api.structural.Pruning;
import dev.pilothouse.api.structural.SchemaCheck;
import dev.pilothouse.api.structural.Structural;
import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import java.util.ArrayList;
import java.util.List;

/// Rules for the defaults in a schema: each fits the schema that it stands in.
final class DefaultRules {
    private static final String LIST_STEP = "[]";

    private final boolean pruned;
    private final List<FieldError> found = new ArrayList<>();

    private DefaultRules(boolean pruned) {
        this.pruned = pruned;
    }

    /// @param pruned whether defaults may only have fields that the schema knows
    static List<FieldError> of(FieldPath path, Structural schema, boolean pruned) {
        DefaultRules rules = new DefaultRules(pruned);
        rules.node(path, schema, schema, List.of(), true, false);
        return rules.found;
    }

    static boolean arePruned(Structural schema) {
        boolean own = schema.defaultValue().isAbsent()
                || prune(schema.defaultValue(), schema, schema.embeddedResource())
                        .equals(schema.defaultValue());
        return own
                && schema.items().filter(items -> !arePruned(items)).isEmpty()
                && schema.additional().filter(items -> !arePruned(items)).isEmpty()
                && schema.properties().values().stream().allMatch(DefaultRules::arePruned);
    }

    private static Tree prune(Tree value, Structural schema, boolean resource) {
        return resource && value instanceof ObjectTree object
                ? new Pruning().resource(object, schema)
                : new Pruning().value(value, schema);
    }

    /// @param root the resource, embedded or not, that the node belongs to
    /// @param steps the way from there
    private void node(
            FieldPath path,
            Structural schema,
            Structural root,
            List<String> steps,
            boolean resource,
            boolean insideMeta) {
        Structural owner = resource ? schema : root;
        List<String> way = resource ? List.of() : steps;
        boolean meta = !resource && insideMeta;
        if (!schema.defaultValue().isAbsent()) {
            if (meta) {
                insideMetadata(path.child("default"), schema, owner, way);
            } else {
                value(path.child("default"), schema, resource);
            }
        }
        schema.items()
                .ifPresent(items -> node(
                        path.child("items"), items, owner, plus(way, LIST_STEP), items.embeddedResource(), meta));
        schema.properties().forEach((name, below) -> {
            boolean envelope = resource && List.of("metadata", "apiVersion", "kind").contains(name);
            node(
                    path.child("properties").key(name),
                    below,
                    owner,
                    plus(way, name),
                    below.embeddedResource(),
                    meta || envelope);
        });
    }

    private static List<String> plus(List<String> steps, String step) {
        List<String> more = new ArrayList<>(steps);
        more.add(step);
        return more;
    }

    private void value(FieldPath path, Structural schema, boolean resource) {
        Tree value = schema.defaultValue();
        if (pruned && !prune(value, schema, resource).equals(value)) {
            found.add(FieldError.invalid(path, value, "must not have unknown fields"));
        }
        Problems problems = new Problems();
        try {
            if (resource) {
                new EmbeddedMeta().readResource(path, value, schema);
                EmbeddedMeta.checkResource(path, value, schema, problems);
            } else {
                new EmbeddedMeta().read(path, value, schema);
                EmbeddedMeta.check(path, value, schema, problems);
            }
        } catch (EmbeddedMeta.Malformed malformed) {
            found.add(malformed.error());
            return;
        }
        if (problems.isEmpty()) {
            found.addAll(SchemaCheck.value(path, value, schema));
        } else {
            found.addAll(problems.list());
        }
    }

    /// A default of metadata is judged in an object around it, since only whole metadata can be judged.
    private void insideMetadata(FieldPath path, Structural schema, Structural root, List<String> steps) {
        Tree value = schema.defaultValue();
        Tree around = value;
        for (String step : steps.reversed()) {
            around = step.equals(LIST_STEP) ? ListTree.of(around) : ObjectTree.of(step, around);
        }
        ObjectTree object = around.asObject();
        object = object.has("kind") ? object : object.with("kind", "Validation");
        object = object.has("apiVersion") ? object : object.with("apiVersion", "validation/v1");
        Problems problems = new Problems();
        String broken;
        try {
            new EmbeddedMeta().readResource(FieldPath.NONE, object, root);
            EmbeddedMeta.checkResource(FieldPath.NONE, object, root, problems);
            broken = problems.toString();
        } catch (EmbeddedMeta.Malformed malformed) {
            broken = malformed.error().toString();
        }
        if (!broken.isEmpty()) {
            found.add(FieldError.invalid(path, value, "must result in valid metadata: " + broken));
        } else {
            found.addAll(SchemaCheck.value(path, value, schema));
        }
    }
}
