package dev.pilothouse.codegen;

import java.util.Map;

/// Writes the view of one type: a record over a tree with a reader and a changer for each field.
final class ViewWriter {
    private final Map<String, Facts.Type> types;
    private final Map<String, String> resources;

    ViewWriter(Map<String, Facts.Type> types, Map<String, String> resources) {
        this.types = types;
        this.resources = resources;
    }

    String write(Facts.Type type) {
        String name = Naming.classOf(type.name());
        StringBuilder out = new StringBuilder(4096);
        out.append("package ").append(Naming.packageOf(type.name())).append(";\n\n");
        out.append("import dev.pilothouse.api.schema.GroupVersionKind;\n");
        out.append("import dev.pilothouse.api.schema.GroupVersionResource;\n");
        out.append("import dev.pilothouse.api.schema.View;\n");
        out.append("import dev.pilothouse.api.tree.*;\n");
        out.append("import java.util.List;\nimport java.util.Map;\nimport java.util.Optional;\n\n");
        out.append("/// A view of `").append(type.name()).append("`.\n");
        out.append("@SuppressWarnings(\"unused\")\n");
        out.append("public record ").append(name).append("(ObjectTree tree) implements View {\n");
        constants(type, out);
        out.append("    public static final ").append(name).append(" EMPTY = new ").append(name)
                .append("(ObjectTree.EMPTY);\n\n");
        out.append("    public static ").append(name).append(" of(Tree tree) {\n        return new ").append(name)
                .append("(tree.asObject());\n    }\n");
        fields(type, name, out);
        return out.append("}\n").toString();
    }

    private void constants(Facts.Type type, StringBuilder out) {
        if (type.kind().isEmpty()) {
            return;
        }
        String[] parts = type.kind().split("/", -1);
        out.append("    public static final GroupVersionKind KIND = new GroupVersionKind(\"").append(parts[0])
                .append("\", \"").append(parts[1]).append("\", \"").append(parts[2]).append("\");\n");
        String resource = resources.get(type.kind());
        if (resource != null) {
            out.append("    public static final GroupVersionResource RESOURCE = new GroupVersionResource(\"")
                    .append(parts[0]).append("\", \"").append(parts[1]).append("\", \"").append(resource)
                    .append("\");\n");
        }
    }

    private void fields(Facts.Type type, String owner, StringBuilder out) {
        for (Facts.Field field : type.fields()) {
            if (field.inline()) {
                if (field.type().startsWith("ref:") && types.containsKey(field.type().substring(4))) {
                    fields(types.get(field.type().substring(4)), owner, out);
                }
            } else {
                field(field, owner, out);
            }
        }
    }

    private void field(Facts.Field field, String owner, StringBuilder out) {
        String json = '"' + field.name() + '"';
        String accessor = Naming.accessor(field.name());
        String type = field.type();
        if (type.startsWith("ref:")) {
            String view = Naming.qualified(type.substring(4));
            reader(out, view, accessor, "new " + view + "(tree.object(" + json + "))");
            reader(out, "boolean", "has" + Naming.capital(accessor), "!tree.get(" + json + ").isNull()");
            changer(out, owner, accessor, view, "tree.with(" + json + ", value.tree())");
        } else if (type.startsWith("[]")) {
            list(json, accessor, type.substring(type.startsWith("[]*") ? 3 : 2), owner, out);
        } else if (type.startsWith("map:")) {
            map(json, accessor, type.substring(4), owner, out);
        } else {
            scalar(field, json, accessor, owner, out);
        }
    }

    private void list(String json, String accessor, String element, String owner, StringBuilder out) {
        if (element.startsWith("ref:")) {
            String view = Naming.qualified(element.substring(4));
            reader(out, "List<" + view + ">", accessor, "View.list(tree.list(" + json + "), " + view + "::new)");
            changer(out, owner, accessor, "List<" + view + ">", "tree.with(" + json + ", View.trees(value))");
        } else if (isText(element)) {
            reader(out, "List<String>", accessor, "tree.list(" + json + ").texts()");
            changer(out, owner, accessor, "List<String>", "tree.with(" + json + ", ListTree.ofTexts(value))");
        } else {
            reader(out, "ListTree", accessor, "tree.list(" + json + ")");
            changer(out, owner, accessor, "ListTree", "tree.with(" + json + ", value)");
        }
    }

    private void map(String json, String accessor, String value, String owner, StringBuilder out) {
        if (isText(value)) {
            reader(out, "Map<String, String>", accessor, "tree.object(" + json + ").texts()");
            changer(out, owner, accessor, "Map<String, String>", "tree.with(" + json + ", ObjectTree.of(value))");
        } else if (value.startsWith("ref:")) {
            String view = Naming.qualified(value.substring(4));
            reader(out, "Map<String, " + view + ">", accessor,
                    "View.map(tree.object(" + json + "), " + view + "::new)");
        } else {
            reader(out, "ObjectTree", accessor, "tree.object(" + json + ")");
            changer(out, owner, accessor, "ObjectTree", "tree.with(" + json + ", value)");
        }
    }

    private void scalar(Facts.Field field, String json, String accessor, String owner, StringBuilder out) {
        String type = field.type();
        String plain = switch (type) {
            case "bool" -> "boolean";
            case "int32" -> "int";
            case "int64" -> "long";
            case "double" -> "double";
            default -> isText(type) ? "String" : "Tree";
        };
        String get = "tree.get(" + json + ")";
        String read = switch (plain) {
            case "boolean" -> get + ".asBoolean()";
            case "int" -> get + ".asInt()";
            case "long" -> get + ".asLong()";
            case "double" -> get + ".asDouble()";
            case "String" -> get + ".asText()";
            default -> get;
        };
        boolean optional = field.pointer() && !plain.equals("Tree");
        if (optional) {
            String boxed = switch (plain) {
                case "boolean" -> "Boolean";
                case "int" -> "Integer";
                case "long" -> "Long";
                case "double" -> "Double";
                default -> plain;
            };
            reader(out, "Optional<" + boxed + ">", accessor,
                    get + ".isNull() ? Optional.empty() : Optional.of(" + read + ")");
        } else {
            reader(out, plain, accessor, read);
        }
        String value = plain.equals("Tree") ? "value" : "Tree.of(value)";
        changer(out, owner, accessor, plain, "tree.with(" + json + ", " + value + ")");
    }

    /// What is held as text in JSON.
    private static boolean isText(String type) {
        return switch (type) {
            case "string", "bytes", "time", "microTime", "duration", "quantity" -> true;
            default -> false;
        };
    }

    private static void reader(StringBuilder out, String type, String accessor, String expression) {
        out.append("\n    public ").append(type).append(' ').append(accessor).append("() {\n        return ")
                .append(expression).append(";\n    }\n");
    }

    private static void changer(StringBuilder out, String owner, String accessor, String type, String expression) {
        out.append("\n    public ").append(owner).append(" with").append(Naming.capital(accessor)).append('(')
                .append(type).append(" value) {\n        return new ").append(owner).append('(').append(expression)
                .append(");\n    }\n");
    }
}
