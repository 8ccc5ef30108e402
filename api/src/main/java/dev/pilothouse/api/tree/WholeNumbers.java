package dev.pilothouse.api.tree;

import java.util.ArrayList;
import java.util.List;

/// Numbers that Go reads as doubles, as it writes them again: one that is whole has no point. `1.0` is 1 from then on, and `1e3` is
/// 1000. So it is with whatever has no Go types, and with fields of type `float64`.
public final class WholeNumbers {
    private WholeNumbers() {}

    /// The value itself where it has no such number.
    public static Tree in(Tree value) {
        return switch (value) {
            case ObjectTree object -> in(object);
            case ListTree list -> in(list);
            case NumberTree number -> isWhole(number) ? Tree.of((long) number.asDouble()) : number;
            default -> value;
        };
    }

    public static ObjectTree in(ObjectTree object) {
        ObjectTree result = object;
        for (ObjectTree.Cursor c = object.cursor(); c.next(); ) {
            Tree before = c.value();
            Tree after = in(before);
            if (after != before) {
                result = result.with(c.name(), after);
            }
        }
        return result;
    }

    private static ListTree in(ListTree list) {
        List<Tree> items = new ArrayList<>(list.size());
        boolean same = true;
        for (Tree before : list) {
            Tree after = in(before);
            same &= after == before;
            items.add(after);
        }
        return same ? list : ListTree.of(items);
    }

    private static boolean isWhole(NumberTree number) {
        double value = number.isInteger() ? Numbers.BEYOND_INTEGERS : number.asDouble();
        return Math.abs(value) < Numbers.BEYOND_INTEGERS && value == Math.rint(value);
    }
}
