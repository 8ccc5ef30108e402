package dev.pilothouse.api.cel;

import dev.pilothouse.api.cel.Expr.Each;
import dev.pilothouse.api.cel.Expr.Over;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Calls that aren't calls: their arguments are looked at before they have values.
final class Macros {
    private static final Map<String, Over> OVER = Map.of(
            "all", Over.ALL,
            "exists", Over.EXISTS,
            "exists_one", Over.EXISTS_ONE,
            "existsOne", Over.EXISTS_ONE,
            "map", Over.MAP,
            "filter", Over.FILTER,
            "transformList", Over.TRANSFORM_LIST,
            "transformMap", Over.TRANSFORM_MAP,
            "transformMapEntry", Over.TRANSFORM_MAP_ENTRY);

    private Macros() {}

    static Expr has(int at, List<Expr> arguments, List<Issue> issues) {
        if (arguments.size() == 1 && arguments.getFirst() instanceof Expr.Select select) {
            return new Expr.Select(at, select.from(), select.field(), true, select.optional());
        }
        issues.add(new Issue(at, "invalid argument to has() macro"));
        return new Expr.Literal(at, false, CelType.Simple.BOOL);
    }

    /// Empty for what is a call after all.
    static Optional<Expr> member(int at, Expr from, String name, List<Expr> arguments, List<Issue> issues) {
        if ((name.equals("optMap") || name.equals("optFlatMap")) && arguments.size() == 2) {
            return Optional.of(new Expr.OptionalMap(
                    at, from, variable(arguments.getFirst(), issues), arguments.get(1), name.equals("optFlatMap")));
        }
        Over over = OVER.get(name);
        if (over == null) {
            return Optional.empty();
        }
        int count = arguments.size();
        boolean transforms = name.startsWith("transform");
        boolean filters = over == Over.MAP && count == 3 || transforms && count == 4;
        boolean two = transforms ? count == 3 || count == 4 : count == 3 && over != Over.MAP && over != Over.FILTER;
        boolean one = !transforms && !name.equals("existsOne") && (count == 2 || over == Over.MAP && count == 3);
        if (name.equals("exists_one") && count != 2 || !one && !two) {
            return Optional.empty();
        }
        List<String> names = two
                ? List.of(variable(arguments.get(0), issues), variable(arguments.get(1), issues))
                : List.of(variable(arguments.get(0), issues));
        Optional<Expr> filter = filters ? Optional.of(arguments.get(count - 2)) : Optional.empty();
        return Optional.of(new Each(at, over, from, names, filter, arguments.get(count - 1)));
    }

    private static String variable(Expr argument, List<Issue> issues) {
        if (argument instanceof Expr.Name name) {
            return name.name();
        }
        issues.add(new Issue(argument.at(), "argument must be a simple name"));
        return "";
    }
}
