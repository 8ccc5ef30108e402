package dev.pilothouse.api.tree;

import java.util.Arrays;
import java.util.Iterator;

/// A list made by an edit. The array belongs to it and never changes.
final class BuiltList implements ListTree {
    private final Tree[] values;

    BuiltList(Tree[] values) {
        this.values = values;
    }

    @Override
    public int size() {
        return values.length;
    }

    @Override
    public Tree get(int index) {
        return index < 0 || index >= values.length ? NullTree.ABSENT : values[index];
    }

    @Override
    public Iterator<Tree> iterator() {
        return Arrays.asList(values).iterator();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ListTree list && Equality.same(this, list);
    }

    @Override
    public int hashCode() {
        return Equality.hash(this);
    }

    @Override
    public String toString() {
        return Json.text(this);
    }
}
