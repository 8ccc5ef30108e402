package dev.pilothouse.kinds.rules;

import dev.pilothouse.api.tree.Tree;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Function;

/// Lists and maps whose values are judged only while there aren't too many of them: a request's work has a bound.
public final class Bounded {
    private Bounded() {}

    public static void list(Place list, int limit, Check each) {
        if (list.list().size() > limit) {
            list.tooMany(limit);
        } else {
            list.each(each::check);
        }
    }

    /// A list whose values differ by a key. Repetitions are reported after everything else that is wrong with the values.
    public static void set(Place list, int limit, Check each, Function<Place, Tree> key) {
        if (list.list().size() > limit) {
            list.tooMany(limit);
            return;
        }
        list.each(each::check);
        Set<Tree> seen = new HashSet<>();
        list.each(item -> {
            Tree told = key.apply(item);
            if (!seen.add(told)) {
                item.duplicate(told, "");
            }
        });
    }

    /// A list whose values differ.
    public static void set(Place list, int limit, Check each) {
        set(list, limit, each, Place::value);
    }

    /// A list of objects that differ by the text in a field.
    public static void setBy(String field, Place list, int limit, Check each) {
        set(list, limit, each, item -> Tree.of(item.at(field).text()));
    }

    /// @param key judges the map with a key as its value: what is wrong with a key is said of the map
    /// @param longestKey keys beyond this length are shown without their middle, in the paths of what is wrong below them
    public static void map(Place map, int limit, int longestKey, Check key, Check value) {
        if (map.object().size() > limit) {
            map.problems().tooMany(map.path(), map.object().size(), limit);
            return;
        }
        map.eachKey(entry -> {
            key.check(map.with(Tree.of(entry.name())));
            value.check(map.key(shortened(entry.name(), longestKey)).with(entry.value()));
        });
    }

    private static String shortened(String key, int limit) {
        if (key.length() <= limit) {
            return key;
        }
        String gap = "...";
        int rest = limit - gap.length();
        return key.substring(0, (rest + 1) / 2) + gap + key.substring(key.length() - rest / 2);
    }
}
