package dev.pilothouse.api.cel;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// An expression that was read and checked, ready to be evaluated any number of times by any thread.
///
/// @param source as it was written
/// @param type what it comes to
public record CelProgram(String source, Expr expression, CelType type, StructTypes structs) {

    /// How deep is too deep depends on the thread: a chain of operators is as deep as it is long.
    private static final String TOO_DEEP = "expression recursion limit exceeded";

    /// What became of a source.
    public sealed interface Compiled {
        record Sound(CelProgram program) implements Compiled {}

        /// @param message in the form that clients know: place, reason, line, and a mark under it
        record Wrong(String message) implements Compiled {}
    }

    /// @param names what the expression may refer to; a name with dots is one thing
    public static Compiled compile(String source, Map<String, CelType> names, StructTypes structs) {
        try {
            return compiled(source, names, structs);
        } catch (StackOverflowError e) {
            return new Compiled.Wrong(Issue.show(source, List.of(new Issue(0, TOO_DEEP))));
        }
    }

    private static Compiled compiled(String source, Map<String, CelType> names, StructTypes structs) {
        List<Issue> issues = new ArrayList<>();
        Optional<Expr> expression = Parser.read(source, issues);
        if (expression.isPresent()) {
            CelType type = Checker.check(expression.get(), names, structs, issues);
            if (issues.isEmpty()) {
                return new Compiled.Sound(new CelProgram(source, expression.get(), type, structs));
            }
        }
        return new Compiled.Wrong(Issue.show(source, issues));
    }

    /// Whether the expression refers to the name.
    public boolean mentions(String name) {
        return mentions(expression, name);
    }

    private static boolean mentions(Expr within, String name) {
        return switch (within) {
            case Expr.Literal _ -> false;
            case Expr.Name it -> it.name().equals(name);
            case Expr.Select select -> mentions(select.from(), name);
            case Expr.Call call -> call.all().stream().anyMatch(each -> mentions(each, name));
            case Expr.MakeList list -> list.elements().stream().anyMatch(each -> mentions(each.value(), name));
            case Expr.MakeMap map -> map.entries().stream()
                    .anyMatch(each -> mentions(each.key(), name) || mentions(each.value(), name));
            case Expr.MakeStruct made -> made.fields().stream().anyMatch(each -> mentions(each.value(), name));
            case Expr.Each each -> mentions(each.range(), name)
                    || each.filter().filter(it -> mentions(it, name)).isPresent()
                    || mentions(each.body(), name);
            case Expr.OptionalMap map -> mentions(map.from(), name) || mentions(map.body(), name);
        };
    }

    /// @param names the values of what it refers to, empty for what has none
    /// @throws CelFailure if it comes to no value
    public Object evaluate(Function<String, Optional<Object>> names, Budget budget) {
        try {
            return Evaluator.value(expression, names, structs, budget);
        } catch (StackOverflowError e) {
            throw new CelFailure(TOO_DEEP);
        }
    }
}
