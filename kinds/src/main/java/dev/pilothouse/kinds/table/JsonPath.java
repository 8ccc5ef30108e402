package dev.pilothouse.kinds.table;

import dev.pilothouse.api.tree.BooleanTree;
import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.NumberTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.TextTree;
import dev.pilothouse.api.tree.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A path into an object as `kubectl get -o jsonpath` and the columns of custom kinds write it: `.spec.a`, `['a']`, `[0]`,
/// `[-1]`, `[0:2]`, `[*]`, `..a`, `[?(@.type=="Ready")]`. A field that it doesn't find it leaves out; where it asks for what
/// can't be, an item beyond the end or an order between a number and a text, it finds nothing at all. Source: kubectl
/// reference "JSONPath Support".
public final class JsonPath {
    private final List<Step> steps;

    private JsonPath(List<Step> steps) {
        this.steps = steps;
    }

    /// From one value to those that a step leads to.
    @FunctionalInterface
    interface Step {
        void walk(Tree from, List<Tree> to);
    }

    /// @return empty for a text that is no path
    public static Optional<JsonPath> parse(String text) {
        return new JsonPathReader(text).read().map(JsonPath::new);
    }

    /// Something was asked of a value that it hasn't got. Ends the search.
    private static final class Unfit extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Unfit(String why) {
            super(why, null, false, false);
        }
    }

    /// The values at the path, in the order in which they stand.
    public List<Tree> find(Tree root) {
        try {
            return walk(root);
        } catch (Unfit nothing) {
            return List.of();
        }
    }

    private List<Tree> walk(Tree root) {
        List<Tree> here = List.of(root);
        for (Step step : steps) {
            List<Tree> next = new ArrayList<>();
            here.forEach(value -> step.walk(value, next));
            here = next;
        }
        return here;
    }

    static Step field(String name) {
        return (from, to) -> {
            Tree value = from.asObject().get(name);
            if (!value.isAbsent()) {
                to.add(value);
            }
        };
    }

    static Step all() {
        return (from, to) -> {
            switch (from) {
                case ListTree list -> list.forEach(to::add);
                case ObjectTree object -> {
                    for (ObjectTree.Cursor c = object.cursor(); c.next(); ) {
                        to.add(c.value());
                    }
                }
                default -> {}
            }
        };
    }

    /// The value and everything below it.
    static Step deep() {
        return new Step() {
            @Override
            public void walk(Tree from, List<Tree> to) {
                to.add(from);
                List<Tree> below = new ArrayList<>();
                all().walk(from, below);
                below.forEach(value -> walk(value, to));
            }
        };
    }

    /// Items from one index to before another; negative ones count from the end.
    static Step slice(Optional<Integer> from, Optional<Integer> to, int step) {
        return (value, found) -> {
            if (value.isNull()) {
                return;
            }
            ListTree list = list(value);
            int first = fromStart(from.orElse(0), list.size());
            int end = to.isEmpty() ? list.size() : fromStart(to.get(), list.size());
            if (first == end) {
                return;
            }
            if (first < 0 || first > end || end > list.size() || step <= 0) {
                throw new Unfit("no items " + first + " to " + end + " of " + list.size());
            }
            for (int i = first; i < end; i += step) {
                found.add(list.get(i));
            }
        };
    }

    static Step index(int at) {
        return (value, found) -> {
            if (value.isNull()) {
                return;
            }
            ListTree list = list(value);
            int index = fromStart(at, list.size());
            if (index < 0 || index >= list.size()) {
                throw new Unfit("no item " + index + " of " + list.size());
            }
            found.add(list.get(index));
        };
    }

    private static ListTree list(Tree value) {
        if (value instanceof ListTree list) {
            return list;
        }
        throw new Unfit("no list");
    }

    private static int fromStart(int index, int size) {
        return index < 0 ? index + size : index;
    }

    static Step each(List<List<Step>> branches) {
        return (from, to) -> branches.forEach(branch -> to.addAll(new JsonPath(branch).walk(from)));
    }

    static Step where(Condition condition) {
        return (from, to) -> {
            if (!from.isNull()) {
                for (Tree item : list(from)) {
                    if (condition.holds(item)) {
                        to.add(item);
                    }
                }
            }
        };
    }

    /// What a filter asks of an item.
    ///
    /// @param operator empty to ask whether anything is there
    record Condition(Operand left, String operator, Operand right) {
        boolean holds(Tree item) {
            if (operator.isEmpty()) {
                return isThere(item);
            }
            List<Tree> lefts = left.values(item);
            if (lefts.isEmpty()) {
                return false;
            }
            List<Tree> rights = right.values(item);
            return !rights.isEmpty() && compare(only(lefts), only(rights));
        }

        /// What can't be asked for is as good as there.
        private boolean isThere(Tree item) {
            try {
                return !left.values(item).isEmpty();
            } catch (Unfit asked) {
                return true;
            }
        }

        private static Tree only(List<Tree> values) {
            if (values.size() > 1) {
                throw new Unfit("more than one value to compare");
            }
            return values.getFirst();
        }

        /// Only what is of the same type compares, and whole numbers aren't of that of others.
        private boolean compare(Tree a, Tree b) {
            boolean numbers =
                    a instanceof NumberTree one && b instanceof NumberTree other && one.isInteger() == other.isInteger();
            boolean switches = a instanceof BooleanTree && b instanceof BooleanTree;
            boolean texts = a instanceof TextTree && b instanceof TextTree;
            if (switches && (operator.equals("==") || operator.equals("!="))) {
                return a.equals(b) == operator.equals("==");
            }
            if (!numbers && !texts) {
                throw new Unfit(a.type() + " doesn't compare with " + b.type());
            }
            int order = numbers
                    ? Double.compare(a.asDouble(), b.asDouble())
                    : a.asText().compareTo(b.asText());
            return switch (operator) {
                case "==" -> order == 0;
                case "!=" -> order != 0;
                case "<" -> order < 0;
                case "<=" -> order <= 0;
                case ">" -> order > 0;
                default -> order >= 0;
            };
        }
    }

    /// One side of a condition: a path from the item, or a literal.
    sealed interface Operand {
        List<Tree> values(Tree item);

        record Path(List<Step> steps) implements Operand {
            @Override
            public List<Tree> values(Tree item) {
                return new JsonPath(steps).walk(item);
            }
        }

        record Literal(Tree value) implements Operand {
            @Override
            public List<Tree> values(Tree item) {
                return List.of(value);
            }
        }
    }
}
