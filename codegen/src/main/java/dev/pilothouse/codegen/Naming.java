package dev.pilothouse.codegen;

import java.util.Set;

/// Java's names for what Kubernetes names.
final class Naming {
    private static final String ROOT = "dev.pilothouse.api";

    /// Words that can't be the name of a method, or that every record or object has already.
    private static final Set<String> TAKEN = Set.of(
            "continue", "default", "enum", "int", "long", "boolean", "double", "float", "char", "byte", "short", "switch", "case", "new", "this", "package", "static", "class", "import", "for", "do", "if", "tree", "wait",
            "notify", "notifyAll", "hashCode", "toString", "getClass", "clone", "equals", "of", "finalize", "KIND");

    private Naming() {}

    /// The package of a type's view: `dev.pilothouse.api.core.v1` for `io.k8s.api.core.v1.Pod`.
    static String packageOf(String type) {
        String[] parts = type.split("\\.");
        return ROOT + "." + parts[parts.length - 3].replace("-", "") + "." + parts[parts.length - 2];
    }

    static String classOf(String type) {
        return type.substring(type.lastIndexOf('.') + 1);
    }

    static String qualified(String type) {
        return packageOf(type) + "." + classOf(type);
    }

    /// The accessor's name: the JSON name, with `$ref` and `x-kubernetes-…` made identifiers.
    static String accessor(String field) {
        StringBuilder name = new StringBuilder();
        boolean upper = false;
        for (char c : field.toCharArray()) {
            if (!Character.isJavaIdentifierPart(c) || c == '$') {
                upper = !name.isEmpty();
            } else {
                name.append(upper ? Character.toUpperCase(c) : c);
                upper = false;
            }
        }
        return TAKEN.contains(name.toString()) ? name + "_" : name.toString();
    }

    static String capital(String accessor) {
        return Character.toUpperCase(accessor.charAt(0)) + accessor.substring(1);
    }
}
