package dev.pilothouse.api.structural;

import dev.pilothouse.api.meta.FieldError;
import dev.pilothouse.api.meta.FieldPath;
import dev.pilothouse.api.meta.GoText;
import dev.pilothouse.api.tree.BooleanTree;
import dev.pilothouse.api.tree.Json;
import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.NullTree;
import dev.pilothouse.api.tree.NumberTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.TextTree;
import dev.pilothouse.api.tree.Tree;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Judges a value by a schema, with the words of upstream's validator for OpenAPI schemas.
///
/// C1 What was wrong before and hasn't changed is let through (KEP-4008), where old and new value correspond.
/// C2 Formats that aren't known to 1.36 are ignored.
public final class SchemaCheck {
    private static final List<String> INT_OR_STRING = List.of("integer", "string");

    private SchemaCheck() {}

    /// @param at where the value stands
    public static List<FieldError> value(FieldPath at, Tree value, Structural schema) {
        Findings findings = new Findings(at);
        check(findings, "", value, schema, Optional.empty(), false);
        return findings.list();
    }

    /// A value that takes the place of another one.
    public static List<FieldError> update(FieldPath at, Correlation change) {
        Findings findings = new Findings(at);
        correlated(findings, "", change, false);
        return findings.list();
    }

    /// A whole object that takes the place of another one. Its kind and version don't count as kept: both were
    /// converted to the same.
    public static List<FieldError> updateOfObject(Correlation change) {
        Findings findings = new Findings(FieldPath.NONE);
        correlated(findings, "", change, true);
        return findings.list();
    }

    private static void correlated(Findings findings, String path, Correlation change, boolean root) {
        Findings own = findings.fresh();
        check(own, path, change.now(), change.schema(), Optional.of(change), root);
        if (!own.isEmpty() && change.isUnchanged()) {
            own.forgive();
        }
        findings.merge(own);
    }

    private static void check(
            Findings findings,
            String path,
            Tree value,
            Structural schema,
            Optional<Correlation> change,
            boolean root) {
        if (value.isNull()) {
            List<String> types = types(schema);
            if (!types.isEmpty() && !schema.nullable()) {
                findings.wrongType(path, String.join(",", types), "null");
            } else {
                findings.pass();
            }
            enumeration(findings, path, value, schema);
            return;
        }
        if (!types(schema).isEmpty() || !Formats.of(schema).isEmpty()) {
            type(findings, path, value, schema);
            findings.pass();
        }
        junctors(findings, path, value, schema);
        findings.pass();
        switch (value) {
            case TextTree text -> {
                text(findings, path, text.asText(), schema.limits());
                findings.pass();
                String format = Formats.of(schema);
                if (Formats.isOfText(format)) {
                    if (!Formats.matches(format, text.asText())) {
                        findings.wrongType(path, format, text.asText());
                    }
                    findings.pass();
                }
            }
            case NumberTree number -> {
                NumberCheck.check(findings, path, number, schema);
                findings.pass();
            }
            case ListTree list -> {
                list(findings, path, list, schema, change);
                findings.pass();
            }
            default -> {}
        }
        enumeration(findings, path, value, schema);
        findings.pass();
        if (value instanceof ObjectTree object) {
            object(findings, path, object, schema, change, root);
            findings.pass();
        }
        findings.pass();
    }

    static List<String> types(Structural schema) {
        if (schema.intOrString()) {
            return INT_OR_STRING;
        }
        return schema.type().isEmpty() ? List.of() : List.of(schema.type());
    }

    private static void type(Findings findings, String path, Tree value, Structural schema) {
        List<String> types = types(schema);
        String format = Formats.of(schema);
        boolean spelled = value instanceof TextTree || value instanceof ListTree;
        String found = typeOf(value);
        boolean wholeFloat = value instanceof NumberTree number
                && !number.isInteger()
                && NumberCheck.isWhole(number.asDouble())
                && types.contains("integer");
        boolean integerAsNumber = found.equals("integer") && types.contains("number");
        boolean fits = types.contains(found) || wholeFloat || integerAsNumber;
        if (!spelled && !format.isEmpty() && !fits && !formatOf(value).equals(format)) {
            findings.wrongType(path, format, formatOf(value));
            return;
        }
        boolean numeric = types.contains("number") || types.contains("integer");
        if (!numeric && !format.isEmpty() && spelled) {
            findings.pass();
            return;
        }
        if (fits) {
            findings.pass();
        } else {
            findings.wrongType(path, String.join(",", types), found);
        }
    }

    private static String typeOf(Tree value) {
        return switch (value) {
            case ObjectTree _ -> "object";
            case ListTree _ -> "array";
            case TextTree _ -> "string";
            case BooleanTree _ -> "boolean";
            case NumberTree number -> number.isInteger() ? "integer" : "number";
            case NullTree _ -> "null";
        };
    }

    private static String formatOf(Tree value) {
        return value instanceof NumberTree number ? number.isInteger() ? "int64" : "float64" : "";
    }

    private static void junctors(Findings findings, String path, Tree value, Structural schema) {
        if (!schema.anyOf().isEmpty()) {
            anyOf(findings, path, value, schema.anyOf());
        }
        if (!schema.oneOf().isEmpty()) {
            oneOf(findings, path, value, schema.oneOf());
        }
        if (!schema.allOf().isEmpty()) {
            allOf(findings, path, value, schema.allOf());
        }
        if (schema.not().isPresent() && look(findings, path, value, schema.not().get()).isEmpty()) {
            findings.general(GoText.quote(path) + " must not validate the schema (not)");
        }
        findings.pass();
    }

    private static Findings look(Findings findings, String path, Tree value, Structural schema) {
        Findings seen = findings.fresh();
        check(seen, path, value, schema, Optional.empty(), false);
        return seen;
    }

    private static void anyOf(Findings findings, String path, Tree value, List<Structural> schemas) {
        Optional<Findings> nearest = Optional.empty();
        for (Structural schema : schemas) {
            Findings seen = look(findings, path, value, schema);
            if (seen.isEmpty()) {
                findings.merge(seen);
                return;
            }
            if (nearest.isEmpty() || seen.passed() > nearest.get().passed()) {
                nearest = Optional.of(seen);
            }
        }
        findings.general(GoText.quote(path) + " must validate at least one schema (anyOf)");
        nearest.ifPresent(findings::merge);
    }

    private static void oneOf(Findings findings, String path, Tree value, List<Structural> schemas) {
        Optional<Findings> nearest = Optional.empty();
        Optional<Findings> fitting = Optional.empty();
        int fits = 0;
        for (Structural schema : schemas) {
            Findings seen = look(findings, path, value, schema);
            if (seen.isEmpty()) {
                fits++;
                nearest = Optional.empty();
                fitting = fitting.or(() -> Optional.of(seen));
            } else if (fits == 0 && (nearest.isEmpty() || seen.passed() > nearest.get().passed())) {
                nearest = Optional.of(seen);
            }
        }
        if (fits == 1) {
            fitting.ifPresent(findings::merge);
            return;
        }
        String found = fits == 0 ? "Found none valid" : "Found " + fits + " valid alternatives";
        findings.general(GoText.quote(path) + " must validate one and only one schema (oneOf). " + found);
        nearest.ifPresent(findings::merge);
    }

    private static void allOf(Findings findings, String path, Tree value, List<Structural> schemas) {
        int fits = 0;
        for (Structural schema : schemas) {
            Findings seen = look(findings, path, value, schema);
            fits += seen.isEmpty() ? 1 : 0;
            findings.merge(seen);
        }
        if (fits != schemas.size()) {
            findings.general(GoText.quote(path) + " must validate all the schemas (allOf)"
                    + (fits == 0 ? ". None validated" : ""));
        }
    }

    /// The first bound that the text breaks.
    private static void text(Findings findings, String path, String text, Structural.Limits limits) {
        long length = text.codePointCount(0, text.length());
        if (limits.maxLength().isPresent() && length > limits.maxLength().getAsLong()) {
            findings.tooLong(path, limits.maxLength().getAsLong());
        } else if (limits.minLength().isPresent() && length < limits.minLength().getAsLong()) {
            findings.invalid(
                    path,
                    Tree.of(text),
                    path + " in body should be at least " + limits.minLength().getAsLong() + " chars long");
        } else if (!limits.pattern().isEmpty() && !GoPattern.of(limits.pattern()).find(text)) {
            findings.invalid(path, Tree.of(text), path + " in body should match '" + limits.pattern() + "'");
        }
    }

    private static void list(
            Findings findings, String path, ListTree list, Structural schema, Optional<Correlation> change) {
        int index = 0;
        if (schema.items().isPresent()) {
            for (Tree item : list) {
                int at = index++;
                Optional<Correlation> below = change.flatMap(it -> it.item(at));
                below(findings, path + "[" + at + "]", item, schema.items().get(), below);
            }
        }
        Structural.Limits limits = schema.limits();
        long size = list.size();
        if (limits.minItems().isPresent() && size < limits.minItems().getAsLong()) {
            findings.invalid(
                    path,
                    Tree.of(size),
                    path + " in body should have at least " + limits.minItems().getAsLong() + " items");
        }
        if (limits.maxItems().isPresent() && size > limits.maxItems().getAsLong()) {
            findings.tooMany(path, size, limits.maxItems().getAsLong(), "items");
        }
        if (schema.tree().bool("uniqueItems") && new HashSet<>(list.stream().toList()).size() < size) {
            findings.invalid(path, Tree.of(""), path + " in body shouldn't contain duplicates");
        }
        findings.pass();
    }

    private static void below(
            Findings findings, String path, Tree value, Structural schema, Optional<Correlation> change) {
        if (change.isPresent()) {
            correlated(findings, path, change.get(), false);
        } else {
            Findings seen = look(findings, path, value, schema);
            findings.merge(seen);
        }
    }

    private static void object(
            Findings findings,
            String path,
            ObjectTree object,
            Structural schema,
            Optional<Correlation> change,
            boolean root) {
        Structural.Limits limits = schema.limits();
        long size = object.size();
        if (limits.minProperties().isPresent() && size < limits.minProperties().getAsLong()) {
            findings.invalid(
                    path,
                    Tree.of(size),
                    path + " in body should have at least " + limits.minProperties().getAsLong() + " properties");
        }
        if (limits.maxProperties().isPresent() && size > limits.maxProperties().getAsLong()) {
            findings.tooMany(path, size, limits.maxProperties().getAsLong(), "properties");
        }
        for (ObjectTree.Cursor c = object.cursor(); c.next(); ) {
            String name = c.name();
            if (schema.properties().containsKey(name)) {
                continue;
            }
            if (schema.isClosed()) {
                findings.invalid(path, Tree.of(name), path + "." + name + " in body is a forbidden property");
            } else if (schema.additional().isPresent()) {
                Optional<Correlation> below = field(change, name, root);
                below(findings, path + "." + name, c.value(), schema.additional().get(), below);
            }
        }
        for (Map.Entry<String, Structural> property : schema.properties().entrySet()) {
            String name = property.getKey();
            Tree value = object.get(name);
            if (!value.isAbsent()) {
                String at = path.isEmpty() ? name : path + "." + name;
                below(findings, at, value, property.getValue(), field(change, name, root));
            }
        }
        for (String name : schema.required()) {
            if (!object.has(name)) {
                findings.required(path + "." + name);
            }
        }
    }

    private static Optional<Correlation> field(Optional<Correlation> change, String name, boolean root) {
        boolean envelope = root && (name.equals("kind") || name.equals("apiVersion"));
        return envelope ? Optional.empty() : change.flatMap(it -> it.field(name));
    }

    private static void enumeration(Findings findings, String path, Tree value, Structural schema) {
        List<Tree> allowed = schema.enumeration();
        if (allowed.isEmpty() || allowed.stream().anyMatch(one -> same(one, value))) {
            return;
        }
        findings.notSupported(
                path,
                value,
                allowed.stream()
                        .map(one -> one instanceof TextTree text ? text.asText() : Json.text(one))
                        .toList());
    }

    private static boolean same(Tree allowed, Tree value) {
        if (value.isNull()) {
            return false;
        }
        return allowed instanceof NumberTree a && value instanceof NumberTree b
                ? a.asDouble() == b.asDouble()
                : allowed.equals(value);
    }
}
