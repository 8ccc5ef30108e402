package dev.pilothouse.api.openapi;

import java.util.Locale;

/// What operations on objects are said to do.
final class OperationWords {
    private static final String VOWELS = "aeiou";
    private static final String DEPRECATED = ". deprecated: use the 'watch' parameter with a list operation instead";
    private static final String SINGLE = ", filtered to a single item with the 'fieldSelector' parameter.";

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
            case "watch" -> "watch changes to an object of kind " + kind + DEPRECATED + SINGLE;
            case "watchlist" -> "watch individual changes to a list of " + kind + DEPRECATED + ".";
            default -> "";
        };
    }

    static String list(String kind, boolean watched) {
        return (watched ? "list or watch" : "list") + " objects of kind " + kind;
    }

    static String connect(String method, String kind, String subresource) {
        return "connect " + method.toUpperCase(Locale.ROOT) + " requests to " + subresource + " of " + kind;
    }

    /// A noun in the plural has none: `Endpoints`.
    private static String withArticle(String noun) {
        if (noun.endsWith("s") && !noun.endsWith("ss")) {
            return noun;
        }
        String first = noun.substring(0, 1).toLowerCase(Locale.ROOT);
        return (VOWELS.contains(first) ? "an " : "a ") + noun;
    }
}
