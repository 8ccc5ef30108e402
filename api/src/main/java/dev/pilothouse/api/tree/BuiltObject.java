package dev.pilothouse.api.tree;

import java.util.Arrays;

/// An object made by an edit: names in canonical order beside their values. The arrays belong to it and never change.
final class BuiltObject implements ObjectTree {
    private final String[] names;
    private final Tree[] values;

    BuiltObject(String[] names, Tree[] values) {
        this.names = names;
        this.values = values;
    }

    String nameAt(int index) {
        return names[index];
    }

    Tree valueAt(int index) {
        return values[index];
    }

    @Override
    public int size() {
        return names.length;
    }

    @Override
    public Tree get(String name) {
        int at = Names.find(name, names, names.length);
        return at < 0 ? NullTree.ABSENT : values[at];
    }

    @Override
    public BuiltObject unfolded() {
        return this;
    }

    /// A copy with one field set, or removed by [NullTree#ABSENT].
    BuiltObject set(String name, Tree value) {
        int at = Names.find(name, names, names.length);
        if (at >= 0 && !value.isAbsent()) {
            Tree[] changed = values.clone();
            changed[at] = value;
            return new BuiltObject(names, changed);
        }
        if (at >= 0) {
            return new BuiltObject(removed(names, at), removed(values, at));
        }
        return value.isAbsent()
                ? this
                : new BuiltObject(inserted(names, -at - 1, name), inserted(values, -at - 1, value));
    }

    private static <T> T[] removed(T[] from, int at) {
        T[] shorter = Arrays.copyOf(from, from.length - 1);
        System.arraycopy(from, at + 1, shorter, at, shorter.length - at);
        return shorter;
    }

    private static <T> T[] inserted(T[] into, int at, T value) {
        T[] longer = Arrays.copyOf(into, into.length + 1);
        System.arraycopy(into, at, longer, at + 1, into.length - at);
        longer[at] = value;
        return longer;
    }

    @Override
    public Cursor cursor() {
        return new Cursor() {
            private int at = -1;

            @Override
            public boolean next() {
                return ++at < names.length;
            }

            @Override
            public String name() {
                return names[at];
            }

            @Override
            public Tree value() {
                return values[at];
            }
        };
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ObjectTree object && Equality.same(this, object);
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
