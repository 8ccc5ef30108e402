package dev.pilothouse.kinds.apiextensions;

import dev.pilothouse.api.meta.FieldError;
import dev.pilothouse.api.meta.FieldPath;
import dev.pilothouse.api.meta.Problems;
import dev.pilothouse.api.structural.GoPattern;
import dev.pilothouse.api.tree.BooleanTree;
import dev.pilothouse.api.tree.Json;
import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.MalformedJson;
import dev.pilothouse.api.tree.NumberTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.TextTree;
import dev.pilothouse.api.tree.Tree;
import dev.pilothouse.kinds.rules.Place;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Rules for structural schemas: every field has a type that stands outside of `allOf`, `anyOf`, `oneOf` and `not`, and
/// what stands inside of those only restricts values ("Specifying a structural schema").
final class StructuralRules {
    private static final Tree INTEGER_OR_STRING = parse("[{\"type\":\"integer\"},{\"type\":\"string\"}]");

    /// What stands in a restriction although it says more than a restriction may.
    private static final Map<String, String> BEYOND_RESTRICTION = Map.of(
            "type", "must be empty to be structural",
            "title", "must be empty to be structural",
            "description", "must be empty to be structural",
            "default", "must be undefined to be structural",
            "nullable", "must be false to be structural",
            "x-kubernetes-preserve-unknown-fields", "must be false to be structural",
            "x-kubernetes-embedded-resource", "must be false to be structural",
            "x-kubernetes-int-or-string", "must be false to be structural",
            "x-kubernetes-list-map-keys", "must be empty to be structural",
            "x-kubernetes-validations", "must be empty to be structural");

    /// The same, but an empty value counts as well.
    private static final List<String> DEFINED = List.of("x-kubernetes-list-type", "x-kubernetes-map-type");

    private StructuralRules() {}

    private static Tree parse(String text) {
        try {
            return Json.parse(text);
        } catch (MalformedJson e) {
            throw new IllegalStateException(e);
        }
    }

    /// Where in a schema a node stands: what it is called when its type is missing.
    private enum Level {
        ROOT("must not be empty at the root"),
        ITEM("must not be empty for specified array items"),
        FIELD("must not be empty for specified object fields");

        private final String untyped;

        Level(String untyped) {
            this.untyped = untyped;
        }
    }

    static List<FieldError> of(ObjectTree schema) {
        return of(Place.root(schema, new Problems()));
    }

    /// What is wrong, sorted by its text: upstream's walk has no order.
    static List<FieldError> of(Place schema) {
        Problems problems = new Problems();
        Place root = schema.into(problems);
        node(root, Level.ROOT);
        CompletenessRules.check(root);
        return problems.list().stream()
                .sorted(Comparator.comparing(FieldError::toString))
                .toList();
    }

    private static void node(Place schema, Level level) {
        if (schema.at("type").is("array") && !(schema.at("items").value() instanceof ObjectTree)) {
            schema.at("items").required("must be specified");
        }
        if (schema.at("items").value() instanceof ObjectTree) {
            node(schema.at("items"), Level.ITEM);
        }
        schema.at("properties").eachKey(property -> node(property, Level.FIELD));
        Place additional = schema.at("additionalProperties");
        if (additional.isPresent() && level == Level.ROOT) {
            additional.forbidden("must not be used at the root");
        }
        if (additional.value() instanceof ObjectTree) {
            node(additional, Level.FIELD);
        }
        boolean preserves = schema.at("x-kubernetes-preserve-unknown-fields").bool();
        boolean intOrString = schema.at("x-kubernetes-int-or-string").bool();
        boolean embedded = schema.at("x-kubernetes-embedded-resource").bool();
        if (intOrString && preserves) {
            schema.at("x-kubernetes-preserve-unknown-fields")
                    .invalid("must be false if x-kubernetes-int-or-string is true");
        }
        if (intOrString && embedded) {
            schema.at("x-kubernetes-embedded-resource").invalid("must be false if x-kubernetes-int-or-string is true");
        }
        restrictions(schema, isIntOrString(schema.at("anyOf").value()), isFirstIntOrString(schema));
        type(schema, level, embedded, intOrString || preserves);
        if (embedded && additional.isPresent()) {
            additional.forbidden("must not be used if x-kubernetes-embedded-resource is set");
        }
        if (level == Level.ROOT && !schema.at("type").isEmpty() && !schema.at("type").is("object")) {
            schema.at("type").invalid("must be object at the root");
        }
        envelope(schema, level, embedded || level == Level.ROOT);
        if (embedded && !preserves && schema.at("properties").isEmpty()) {
            schema.at("properties")
                    .required("must not be empty if x-kubernetes-embedded-resource is true without"
                            + " x-kubernetes-preserve-unknown-fields");
        }
    }

    private static void type(Place schema, Level level, boolean embedded, boolean untyped) {
        Place type = schema.at("type");
        if (embedded && !type.is("object")) {
            if (type.isEmpty()) {
                type.required("must be object if x-kubernetes-embedded-resource is true");
            } else {
                type.invalid("must be object if x-kubernetes-embedded-resource is true");
            }
        } else if (type.isEmpty() && !untyped) {
            type.required(level.untyped);
        }
    }

    private static void envelope(Place schema, Level level, boolean resource) {
        Place properties = schema.at("properties");
        for (String name : List.of("kind", "apiVersion")) {
            Place type = properties.key(name).at("type");
            if (resource && properties.key(name).isPresent() && !type.is("string")) {
                type.invalidText("must be string");
            }
        }
        Place metadata = properties.key("metadata");
        if (metadata.isAbsent()) {
            return;
        }
        if (resource && !metadata.at("type").is("object")) {
            metadata.at("type").invalidText("must be object");
        }
        if (level == Level.ROOT && saysMoreThanNames(metadata.object())) {
            metadata.forbidden("must not specify anything other than name and generateName, but metadata is implicitly"
                    + " specified");
        }
    }

    private static boolean saysMoreThanNames(ObjectTree metadata) {
        ObjectTree rest = metadata.without("type").without("default");
        List<String> names = rest.object("properties").names();
        if (!names.isEmpty() && Set.of("name", "generateName").containsAll(names)) {
            rest = rest.without("properties");
        }
        for (ObjectTree.Cursor c = rest.cursor(); c.next(); ) {
            if (isSet(c.value())) {
                return true;
            }
        }
        return false;
    }

    /// Whether Go would see something there: no zero value, and no empty list or map.
    private static boolean isSet(Tree value) {
        return switch (value) {
            case ObjectTree object -> !object.isEmpty();
            case ListTree list -> !list.isEmpty();
            case TextTree text -> !text.asText().isEmpty();
            case BooleanTree bool -> bool.asBoolean();
            case NumberTree _ -> true;
            default -> false;
        };
    }

    private static boolean isIntOrString(Tree anyOf) {
        return anyOf.equals(INTEGER_OR_STRING);
    }

    private static boolean isFirstIntOrString(Place schema) {
        return isIntOrString(schema.at("allOf").list().get(0).at("anyOf"));
    }

    /// @param exempt whether `anyOf` is the one that int-or-string brings along
    /// @param firstExempt whether that stands in the first of `allOf`
    private static void restrictions(Place schema, boolean exempt, boolean firstExempt) {
        if (!exempt) {
            schema.at("anyOf").each(one -> restriction(one, false));
        }
        schema.at("allOf").each(one -> restriction(one, firstExempt && one.index() == 0));
        schema.at("oneOf").each(one -> restriction(one, false));
        if (schema.at("not").isPresent()) {
            restriction(schema.at("not"), false);
        }
        Place pattern = schema.at("pattern");
        String problem = pattern.isEmpty() ? "" : GoPattern.of(pattern.text()).problem();
        if (!problem.isEmpty()) {
            pattern.invalid("must be a valid regular expression, but isn't: " + problem);
        }
    }

    private static void restriction(Place schema, boolean exempt) {
        restrictions(schema, exempt, false);
        if (schema.at("items").value() instanceof ObjectTree) {
            restriction(schema.at("items"), false);
        }
        schema.at("properties").eachKey(property -> restriction(property, false));
        BEYOND_RESTRICTION.forEach((field, why) -> {
            if (isSet(schema.at(field).value()) || field.equals("default") && schema.at(field).isPresent()) {
                schema.at(field).forbidden(why);
            }
        });
        for (String field : DEFINED) {
            if (schema.at(field).isPresent()) {
                schema.at(field).forbidden("must be undefined to be structural");
            }
        }
        Place additional = schema.at("additionalProperties");
        if (additional.value() instanceof ObjectTree || additional.bool()) {
            additional.forbidden("must be undefined to be structural");
        }
        if (schema.at("properties").key("metadata").isPresent()) {
            schema.at("properties").key("metadata").forbidden("must not be specified in a nested context");
        }
    }
}
