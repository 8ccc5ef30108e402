package dev.pilothouse.api.apply;

import dev.pilothouse.api.apply.Shape.Elements;
import dev.pilothouse.api.apply.Shape.Entries;
import dev.pilothouse.api.apply.Shape.Field;
import dev.pilothouse.api.apply.Shape.Identity;
import dev.pilothouse.api.apply.Shape.Struct;
import dev.pilothouse.api.meta.GoText;
import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.NumberTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.StringJoiner;

/// Whether an applied configuration fits the shape of its kind. Null fits everywhere.
final class ConfigCheck {
    private final List<String> errors = new ArrayList<>();

    private ConfigCheck() {}

    /// What doesn't fit, in the words of one message; empty if all does.
    static String of(Shape shape, ObjectTree config) {
        ConfigCheck check = new ConfigCheck();
        check.value(shape, config, "");
        if (check.errors.size() < 2) {
            return String.join("", check.errors);
        }
        return "errors:\n  " + String.join("\n  ", check.errors);
    }

    private void value(Shape shape, Tree value, String path) {
        if (value.isNull()) {
            return;
        }
        switch (shape) {
            case Shape.Any _, Shape.Deduced _ -> {}
            case Shape.AnyScalar _ -> {
                if (value instanceof ObjectTree || value instanceof ListTree) {
                    refuse(path, "expected any scalar, got &{" + GoText.value(value) + "}");
                }
            }
            case Shape.Scalar(Tree.Type type) -> scalar(type, value, path);
            case Struct _, Entries _ -> {
                if (value instanceof ObjectTree object) {
                    fields(shape, object, path);
                } else {
                    refuse(path, "expected map, got &{" + GoText.value(value) + "}");
                }
            }
            case Elements elements -> {
                if (value instanceof ListTree list) {
                    elements(elements, list, path);
                } else {
                    refuse(path, "expected list, got &{" + GoText.value(value) + "}");
                }
            }
        }
    }

    private void refuse(String path, String problem) {
        errors.add(path.isEmpty() ? problem : path + ": " + problem);
    }

    private void scalar(Tree.Type type, Tree value, String path) {
        if (value.type() == type) {
            return;
        }
        switch (type) {
            case TEXT -> refuse(path, "expected string, got &value.valueUnstructured{Value:" + goSyntax(value) + "}");
            case NUMBER -> refuse(path, "expected numeric (int or float), got " + goType(value));
            case BOOLEAN, OBJECT, LIST, NULL -> refuse(path, "expected boolean, got &{" + GoText.value(value) + "}");
        }
    }

    private void fields(Shape shape, ObjectTree object, String path) {
        for (ObjectTree.Cursor c = object.cursor(); c.next(); ) {
            String place = path + "." + c.name();
            if (!shape.allows(c.name())) {
                refuse(place, "field not declared in schema");
                return;
            }
            Field field = shape.child(c.name());
            value(field.shape(), c.value(), place);
        }
    }

    private void elements(Elements shape, ListTree list, String path) {
        Set<String> seen = new HashSet<>();
        int position = 0;
        for (Tree element : list) {
            String step;
            try {
                step = ListIndex.step(shape.identity(), element, position);
            } catch (MalformedFields e) {
                refuse(path, "element " + position + ": " + e.getMessage());
                return;
            }
            if (!seen.add(step) && !(shape.identity() instanceof Identity.Position)) {
                refuse(path, "duplicate entries for key " + Step.show(step));
            }
            value(shape.element(), element, path + Step.show(step));
            position++;
        }
    }

    /// The value as Go source, as the `%#v` verb shows it.
    private static String goSyntax(Tree value) {
        return switch (value) {
            case ObjectTree object -> {
                StringJoiner fields = new StringJoiner(", ", "map[string]interface {}{", "}");
                for (ObjectTree.Cursor c = object.cursor(); c.next(); ) {
                    fields.add(GoText.quote(c.name()) + ":" + goSyntax(c.value()));
                }
                yield fields.toString();
            }
            case ListTree list -> {
                StringJoiner elements = new StringJoiner(", ", "[]interface {}{", "}");
                list.forEach(element -> elements.add(goSyntax(element)));
                yield elements.toString();
            }
            default -> value.type() == Tree.Type.TEXT ? GoText.quote(value.asText()) : GoText.value(value);
        };
    }

    private static String goType(Tree value) {
        return switch (value) {
            case ObjectTree _ -> "map[string]interface {}";
            case ListTree _ -> "[]interface {}";
            case NumberTree number -> number.isInteger() ? "int64" : "float64";
            default -> value.type().json();
        };
    }
}
