package dev.pilothouse.kinds.table;

import dev.pilothouse.api.tree.BooleanTree;
import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.NumberTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.TextTree;
import dev.pilothouse.api.tree.Tree;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// A path into an object as the columns of custom kinds write it: `.spec.a`, `['a']`, `[0]`, `[-1]`, `[0:2]`, `[*]`, `..a`,
/// `[?(@.type=="Ready")]`. A field that it doesn't find it leaves out; where it asks for what can't be, an item beyond the end
/// or an order between a number and a text, it finds nothing at all. Source: kubectl reference "JSONPath Support".
public final class JsonPath {
    /// The bytes of texts, told from other numbers by what they are and not by what they count.
    private static final List<Tree> BYTES =
            IntStream.range(0, 256).<Tree>mapToObj(Tree::of).toList();

    private final List<List<Step>> expressions;

    private JsonPath(List<List<Step>> expressions) {
        this.expressions = expressions;
    }

    /// From the values found so far to those that a step leads to.
    @FunctionalInterface
    interface Step {
        void walk(List<Tree> from, List<Tree> to);
    }

    /// @return empty for a text that is no path
    public static Optional<JsonPath> parse(String text) {
        return JsonPathReader.read(text).map(JsonPath::new);
    }

    /// Something was asked of a value that it hasn't got. Ends the search.
    private static final class Unfit extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Unfit(String why) {
            super(why, null, false, false);
        }
    }

    /// The values at the path, in the order in which they stand. A text with several expressions finds what its first one does,
    /// as long as none of them fails.
    public List<Tree> find(Tree root) {
        try {
            return expressions.stream()
                    .map(steps -> walk(steps, List.of(root)))
                    .toList()
                    .getFirst();
        } catch (Unfit nothing) {
            return List.of();
        }
    }

    /// Whether the value, which a path found, is a byte of a text. Such a one is no integer to a column.
    static boolean isByte(Tree found) {
        return found instanceof NumberTree number
                && number.isInteger()
                && number.asLong() == (number.asLong() & 0xff)
                && BYTES.get((int) number.asLong()) == found;
    }

    private static List<Tree> walk(List<Step> steps, List<Tree> from) {
        List<Tree> here = from;
        for (Step step : steps) {
            List<Tree> next = new ArrayList<>();
            step.walk(here, next);
            here = next;
        }
        return here;
    }

    static Step field(String name) {
        return (from, to) -> {
            for (Tree value : from) {
                Tree found = value.asObject().get(name);
                if (!found.isAbsent()) {
                    to.add(found);
                }
            }
        };
    }

    /// All that is in the values, of whichever type they are.
    static Step all() {
        return (from, to) -> from.forEach(value -> to.addAll(below(value)));
    }

    private static List<Tree> below(Tree value) {
        List<Tree> below = new ArrayList<>();
        switch (value) {
            case ListTree list -> list.forEach(below::add);
            case ObjectTree object -> {
                for (ObjectTree.Cursor c = object.cursor(); c.next(); ) {
                    below.add(c.value());
                }
            }
            case TextTree text -> {
                for (byte b : text.asText().getBytes(StandardCharsets.UTF_8)) {
                    below.add(BYTES.get(Byte.toUnsignedInt(b)));
                }
            }
            default -> {}
        }
        return below;
    }

    /// The values and everything below them that holds something itself.
    static Step deep() {
        return JsonPath::deep;
    }

    private static void deep(List<Tree> from, List<Tree> to) {
        for (Tree value : from) {
            List<Tree> below = below(value);
            if (!below.isEmpty()) {
                to.add(value);
                deep(below, to);
            }
        }
    }

    /// The same value for each that was found so far.
    static Step literal(Tree value) {
        return (from, to) -> from.forEach(_ -> to.add(value));
    }

    /// One text, whatever was found so far.
    static Step text(String text) {
        return (_, to) -> to.add(Tree.of(text));
    }

    /// A word that means nothing here.
    static Step unknown(String word) {
        return (_, _) -> {
            throw new Unfit("no meaning of " + word);
        };
    }

    /// Items from one index to before another; negative ones count from the end. The first list of which it takes none ends
    /// the step, so lists after that aren't looked at.
    static Step slice(Optional<Integer> from, Optional<Integer> to, int step) {
        return (values, found) -> {
            for (Tree value : values) {
                if (!value.isNull() && !slice(list(value), from, to, step, found)) {
                    return;
                }
            }
        };
    }

    private static boolean slice(
            ListTree list, Optional<Integer> from, Optional<Integer> to, int step, List<Tree> found) {
        int first = fromStart(from.orElse(0), list.size());
        int end = fromStart(to.orElse(list.size()), list.size());
        if (first == end) {
            return false;
        }
        if (first < 0 || first > end || end > list.size() || step <= 0) {
            throw new Unfit("no items " + first + " to " + end + " of " + list.size());
        }
        for (int i = first; i < end; i += step) {
            found.add(list.get(i));
        }
        return true;
    }

    static Step index(int at) {
        return slice(Optional.of(at), at == -1 ? Optional.empty() : Optional.of(at + 1), 1);
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
        return (from, to) -> branches.forEach(branch -> to.addAll(walk(branch, from)));
    }

    static Step where(Condition condition) {
        return (from, to) -> {
            for (Tree value : from) {
                for (Tree item : list(value)) {
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
    record Condition(List<Step> left, String operator, List<Step> right) {
        boolean holds(Tree item) {
            if (operator.isEmpty()) {
                return isThere(item);
            }
            List<Tree> lefts = walk(left, List.of(item));
            if (lefts.isEmpty()) {
                return false;
            }
            List<Tree> rights = walk(right, List.of(item));
            return !rights.isEmpty() && compare(only(lefts), only(rights));
        }

        /// What can't be asked for is as good as there.
        private boolean isThere(Tree item) {
            try {
                return !walk(left, List.of(item)).isEmpty();
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
            int order = numbers ? order(a, b) : a.asText().compareTo(b.asText());
            return switch (operator) {
                case "==" -> order == 0;
                case "!=" -> order != 0;
                case "<" -> order < 0;
                case "<=" -> order <= 0;
                case ">" -> order > 0;
                case ">=" -> order >= 0;
                default -> throw new Unfit("no comparison " + operator);
            };
        }

        private static int order(Tree a, Tree b) {
            return a instanceof NumberTree number && number.isInteger()
                    ? Long.compare(a.asLong(), b.asLong())
                    : Double.compare(a.asDouble(), b.asDouble());
        }
    }
}
