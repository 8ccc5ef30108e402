package dev.pilothouse.api.apply;

import dev.pilothouse.api.meta.GoText;
import dev.pilothouse.api.tree.Json;
import dev.pilothouse.api.tree.MalformedJson;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.TextTree;
import dev.pilothouse.api.tree.Tree;
import java.util.Comparator;
import java.util.Optional;
import java.util.StringJoiner;

/// The names in a field set: `f:` a field, `k:` an element of a list by its keys, `v:` an element of a set by its
/// value, `i:` an element by its index.
final class Step {
    private Step() {}

    static String field(String name) {
        return "f:" + name;
    }

    static String keys(ObjectTree keys) {
        return "k:" + GoText.json(keys);
    }

    static String value(Tree value) {
        return "v:" + GoText.json(value);
    }

    static boolean isField(String step) {
        return step.startsWith("f:");
    }

    static String fieldName(String step) {
        return step.substring(2);
    }

    /// What stands behind the colon of a `k:` or `v:` step, read as JSON.
    private static Tree json(String step) {
        try {
            return Json.parse(step.substring(2));
        } catch (MalformedJson e) {
            throw new IllegalStateException("a field set holds a step that was never checked: " + step, e);
        }
    }

    /// The step as it is kept, or empty for a kind of step that a later version may know and this one drops.
    ///
    /// @throws MalformedFields if the step can't be read
    static Optional<String> parse(String step) throws MalformedFields {
        if (step.length() < 2) {
            throw new MalformedFields("key must be 2 characters long:");
        }
        if (step.charAt(1) != ':') {
            throw new MalformedFields("missing colon: " + step);
        }
        String rest = step.substring(2);
        try {
            return switch (step.charAt(0)) {
                case 'f' -> Optional.of(step);
                case 'k' -> {
                    if (!(Json.parse(rest) instanceof ObjectTree keys)) {
                        throw new MalformedFields("not an object: " + step);
                    }
                    yield Optional.of(keys(keys));
                }
                case 'v' -> Optional.of(value(Json.parse(rest)));
                case 'i' -> Optional.of("i:" + Integer.parseInt(rest));
                default -> Optional.empty();
            };
        } catch (MalformedJson | NumberFormatException e) {
            throw new MalformedFields(e.getMessage());
        }
    }

    /// The step as messages show it: `.spec`, `[name="a"]`, `[="x"]`, `[0]`.
    static String show(String step) {
        return switch (step.charAt(0)) {
            case 'f' -> "." + fieldName(step);
            case 'k' -> {
                StringJoiner keys = new StringJoiner(",", "[", "]");
                for (ObjectTree.Cursor c = json(step).asObject().cursor(); c.next(); ) {
                    keys.add(c.name() + "=" + show(c.value()));
                }
                yield keys.toString();
            }
            case 'v' -> "[=" + show(json(step)) + "]";
            default -> "[" + step.substring(2) + "]";
        };
    }

    private static String show(Tree value) {
        return value instanceof TextTree text ? GoText.quote(text.asText()) : GoText.value(value);
    }

    /// Fields first, then elements by their keys, where numbers order as numbers do.
    static final Comparator<String> ORDER = (a, b) -> {
        int kind = "fkvi".indexOf(a.charAt(0)) - "fkvi".indexOf(b.charAt(0));
        if (kind != 0 || isField(a)) {
            return kind != 0 ? kind : a.compareTo(b);
        }
        Tree left = a.charAt(0) == 'i' ? Tree.of(Long.parseLong(a.substring(2))) : json(a);
        Tree right = b.charAt(0) == 'i' ? Tree.of(Long.parseLong(b.substring(2))) : json(b);
        return compare(left, right);
    };

    private static int compare(Tree a, Tree b) {
        if (a instanceof ObjectTree left && b instanceof ObjectTree right) {
            ObjectTree.Cursor l = left.cursor();
            ObjectTree.Cursor r = right.cursor();
            while (l.next()) {
                if (!r.next()) {
                    return 1;
                }
                int byName = l.name().compareTo(r.name());
                int order = byName != 0 ? byName : compare(l.value(), r.value());
                if (order != 0) {
                    return order;
                }
            }
            return r.next() ? -1 : 0;
        }
        if (a.type() != b.type()) {
            return Integer.compare(rank(a), rank(b));
        }
        return switch (a.type()) {
            case NUMBER -> Double.compare(a.asDouble(), b.asDouble());
            case TEXT -> a.asText().compareTo(b.asText());
            case BOOLEAN -> Boolean.compare(a.asBoolean(), b.asBoolean());
            case OBJECT, LIST, NULL -> 0;
        };
    }

    private static int rank(Tree value) {
        return switch (value.type()) {
            case NUMBER -> 0;
            case TEXT -> 1;
            case BOOLEAN -> 2;
            case LIST -> 3;
            case OBJECT -> 4;
            case NULL -> 5;
        };
    }
}
