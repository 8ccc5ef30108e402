package dev.pilothouse.api.structural;

import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.NullTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import java.util.Optional;

/// A new value and the old one that it takes the place of, where that can be told (KEP-4008). Fields of objects correspond
/// by name, items of a list of type `map` by their keys; items of other lists don't correspond.
///
/// @param now the new value
/// @param before the old value; [NullTree#ABSENT] where it is not known
public record Correlation(Tree now, Tree before, Structural schema) {

    /// The field of both, if both have it and the schema describes it.
    public Optional<Correlation> field(String name) {
        if (!(now instanceof ObjectTree newObject) || !(before instanceof ObjectTree oldObject)) {
            return Optional.empty();
        }
        Tree newValue = newObject.get(name);
        Tree oldValue = oldObject.get(name);
        Optional<Structural> below = schema.field(name);
        return newValue.isAbsent() || oldValue.isAbsent() || below.isEmpty()
                ? Optional.empty()
                : Optional.of(new Correlation(newValue, oldValue, below.get()));
    }

    /// The item of the new list and the old one with the same keys.
    public Optional<Correlation> item(int index) {
        if (!(now instanceof ListTree newList)
                || !(before instanceof ListTree oldList)
                || !schema.listType().equals("map")
                || schema.items().isEmpty()
                || !(newList.get(index) instanceof ObjectTree item)) {
            return Optional.empty();
        }
        for (Tree candidate : oldList) {
            if (candidate instanceof ObjectTree other && sameKeys(item, other)) {
                return Optional.of(new Correlation(item, other, schema.items().get()));
            }
        }
        return Optional.empty();
    }

    private boolean sameKeys(ObjectTree a, ObjectTree b) {
        return schema.listMapKeys().stream().allMatch(key -> a.get(key).equals(b.get(key)));
    }

    public boolean isUnchanged() {
        return now.equals(before);
    }

    /// A value that is new, whatever was there.
    public static Correlation fresh(Tree now, Structural schema) {
        return new Correlation(now, NullTree.ABSENT, schema);
    }
}
