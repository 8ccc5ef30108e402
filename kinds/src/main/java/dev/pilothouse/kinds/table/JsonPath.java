package dev.pilothouse.kinds.table;

import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A path into an object as `kubectl get -o jsonpath` and the columns of custom kinds write it: `.spec.a`, `['a']`, `[0]`,
/// `[-1]`, `[0:2]`, `[*]`, `..a`, `[?(@.type=="Ready")]`. What it doesn't find it leaves out. Source: kubectl reference
/// "JSONPath Support".
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

    /// The values at the path, in the order in which they stand.
    public List<Tree> find(Tree root) {
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
            if (!(value instanceof ListTree list) || step <= 0) {
                return;
            }
            int first = fromStart(from.orElse(0), list.size());
            int end = to.isEmpty() ? list.size() : fromStart(to.get(), list.size());
            for (int i = Math.max(0, first); i < Math.min(end, list.size()); i += step) {
                found.add(list.get(i));
            }
        };
    }

    static Step index(int at) {
        return (value, found) -> {
            if (value instanceof ListTree list) {
                int index = fromStart(at, list.size());
                if (index >= 0 && index < list.size()) {
                    found.add(list.get(index));
                }
            }
        };
    }

    private static int fromStart(int index, int size) {
        return index < 0 ? index + size : index;
    }

    static Step each(List<List<Step>> branches) {
        return (from, to) -> branches.forEach(branch -> to.addAll(new JsonPath(branch).find(from)));
    }

    static Step where(Condition condition) {
        return (from, to) -> {
            List<Tree> items = new ArrayList<>();
            all().walk(from, items);
            items.stream().filter(condition::holds).forEach(to::add);
        };
    }

    /// What a filter asks of an item.
    ///
    /// @param operator empty to ask whether anything is there
    record Condition(Operand left, String operator, Operand right) {
        boolean holds(Tree item) {
            List<Tree> lefts = left.values(item);
            if (operator.isEmpty()) {
                return !lefts.isEmpty();
            }
            List<Tree> rights = right.values(item);
            return lefts.size() == 1 && rights.size() == 1 && compare(lefts.getFirst(), rights.getFirst());
        }

        private boolean compare(Tree a, Tree b) {
            boolean numbers = a.type() == Tree.Type.NUMBER && b.type() == Tree.Type.NUMBER;
            boolean texts = a.type() == Tree.Type.TEXT && b.type() == Tree.Type.TEXT;
            if (!numbers && !texts) {
                boolean same = a.equals(b);
                return operator.equals("==") ? same : operator.equals("!=") && !same;
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
                return new JsonPath(steps).find(item);
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
