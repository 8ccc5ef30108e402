package dev.pilothouse.api.structural;

import dev.pilothouse.api.meta.FieldPath;
import dev.pilothouse.api.meta.Problems;
import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.NullTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.TextTree;
import dev.pilothouse.api.tree.Tree;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Lists of type `set` hold each value once, lists of type `map` each key (`x-kubernetes-list-type`).
public final class ListTypes {
    private ListTypes() {}

    public static void check(FieldPath path, Tree value, Structural schema, Problems problems) {
        switch (value) {
            case ObjectTree object -> {
                for (ObjectTree.Cursor c = object.cursor(); c.next(); ) {
                    boolean own = schema.properties().containsKey(c.name());
                    FieldPath at = own ? path.child(c.name()) : path.key(c.name());
                    Tree below = c.value();
                    schema.field(c.name()).ifPresent(node -> check(at, below, node, problems));
                }
            }
            case ListTree list -> list(path, list, schema, problems);
            default -> {}
        }
    }

    private static void list(FieldPath path, ListTree list, Structural schema, Problems problems) {
        switch (schema.listType()) {
            case "set" -> repeated(list.stream().toList())
                    .forEach(index -> problems.duplicate(path.index(index), list.get(index)));
            case "map" -> keyed(path, list, schema.listMapKeys(), problems);
            default -> {}
        }
        if (schema.items().isPresent()) {
            int index = 0;
            for (Tree item : list) {
                check(path.index(index++), item, schema.items().get(), problems);
            }
        }
    }

    private static void keyed(FieldPath path, ListTree list, List<String> keys, Problems problems) {
        List<Tree> identities = new ArrayList<>(list.size());
        for (Tree item : list) {
            if (!(item instanceof ObjectTree) && !(item instanceof NullTree)) {
                problems.invalid(
                        path.index(identities.size()),
                        shown(item),
                        "must be an object for an array of list-type map");
                return;
            }
            ObjectTree identity = ObjectTree.EMPTY;
            for (String key : keys) {
                identity = identity.with(key, item.asObject().get(key));
            }
            identities.add(identity);
        }
        repeated(identities).forEach(index -> problems.duplicate(path.index(index), identities.get(index)));
    }

    private static Tree shown(Tree item) {
        return item instanceof TextTree text ? Tree.of(text.asText()) : item;
    }

    /// Where a value stands for the second time.
    private static List<Integer> repeated(List<Tree> values) {
        Map<Tree, Integer> times = new HashMap<>();
        List<Integer> repeated = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            if (times.merge(values.get(i), 1, Integer::sum) == 2) {
                repeated.add(i);
            }
        }
        return repeated;
    }
}
