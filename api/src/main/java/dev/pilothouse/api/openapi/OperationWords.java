package dev.pilothouse.api.openapi;

import java.util.Locale;

/// What operations on objects are said to do.
final class OperationWords {
    private static final String VOWELS = "aeiou";

    private OperationWords() {}

    /// @param action as `x-kubernetes-action` has it
    /// @param subresource empty for the object itself
    static String of(String action, String kind, String subresource) {
        String part = subresource.isEmpty() ? "" : subresource + " of ";
        return switch (action) {
            case "get" -> "read " + part + "the specified " + kind;
            case "put" -> "replace " + part + "the specified " + kind;
            case "patch" -> "partially update " + part + "the specified " + kind;
            case "list" -> "list " + part + "objects of kind " + kind;
            case "post" -> "create " + part + withArticle(kind);
            case "delete" -> "delete " + part + withArticle(kind);
            case "deletecollection" -> "delete collection of " + part + kind;
            default -> "";
        };
    }

    private static String withArticle(String noun) {
        String first = noun.substring(0, 1).toLowerCase(Locale.ROOT);
        return (VOWELS.contains(first) ? "an " : "a ") + noun;
    }
}
