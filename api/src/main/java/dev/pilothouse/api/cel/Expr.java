package dev.pilothouse.api.cel;

import java.util.List;
import java.util.Optional;

/// An expression as a tree. Macros are nodes of their own: nothing is expanded into folds that would have to be understood again.
///
/// @see Parser
public sealed interface Expr {
    /// Where messages point to: an offset into the source, in characters.
    int at();

    /// A value written down.
    record Literal(int at, Object value, CelType type) implements Expr {}

    record Name(int at, String name) implements Expr {}

    /// @param asked whether `has` asks for the field instead of reading it
    /// @param optional whether a missing field is no error: `a.?b`
    record Select(int at, Expr from, String field, boolean asked, boolean optional) implements Expr {}

    /// A call; operators are calls of functions with odd names, such as `_+_`.
    record Call(int at, String function, Optional<Expr> target, List<Expr> arguments) implements Expr {
        List<Expr> all() {
            if (target.isEmpty()) {
                return arguments;
            }
            List<Expr> all = new java.util.ArrayList<>();
            all.add(target.get());
            all.addAll(arguments);
            return all;
        }
    }

    /// @param optional whether the value is an optional that leaves the element out when it is empty
    record Element(Expr value, boolean optional) {}

    record MakeList(int at, List<Element> elements) implements Expr {}

    record Entry(int at, Expr key, Expr value, boolean optional) {}

    record MakeMap(int at, List<Entry> entries) implements Expr {}

    record Assignment(int at, String field, Expr value, boolean optional) {}

    record MakeStruct(int at, String type, List<Assignment> fields) implements Expr {}

    enum Over {
        ALL,
        EXISTS,
        EXISTS_ONE,
        MAP,
        FILTER,
        TRANSFORM_LIST,
        TRANSFORM_MAP,
        TRANSFORM_MAP_ENTRY
    }

    /// A macro that goes over a range.
    ///
    /// @param names one for the element, or two: index or key, then value
    /// @param filter for the transforming ones: which elements count
    record Each(int at, Over over, Expr range, List<String> names, Optional<Expr> filter, Expr body) implements Expr {}

    /// What becomes of an optional's value, if there is one.
    ///
    /// @param flat whether the body makes an optional itself
    record OptionalMap(int at, Expr from, String name, Expr body, boolean flat) implements Expr {}
}
