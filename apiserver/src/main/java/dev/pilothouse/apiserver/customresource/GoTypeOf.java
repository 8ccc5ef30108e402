package dev.pilothouse.apiserver.customresource;

import dev.pilothouse.api.meta.GoText;
import dev.pilothouse.api.tree.BooleanTree;
import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.NullTree;
import dev.pilothouse.api.tree.NumberTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.TextTree;
import dev.pilothouse.api.tree.Tree;

/// Values without a type of their own, as upstream's messages speak of them.
final class GoTypeOf {
    private GoTypeOf() {}

    /// The Go type that holds the value.
    static String value(Tree value) {
        return switch (value) {
            case ObjectTree _ -> "map[string]interface {}";
            case ListTree _ -> "[]interface {}";
            case TextTree _ -> "string";
            case BooleanTree _ -> "bool";
            case NumberTree number -> number.isInteger() ? "int64" : "float64";
            case NullTree _ -> "<nil>";
        };
    }

    /// What is said when a path leads to a value of another type, or to none because something on the way isn't an object.
    ///
    /// @param upTo the path so far, with a dot before each name
    static String mismatch(String upTo, Tree value, String wanted) {
        return upTo + " accessor error: " + GoText.value(value) + " is of the type " + value(value) + ", expected " + wanted;
    }
}
