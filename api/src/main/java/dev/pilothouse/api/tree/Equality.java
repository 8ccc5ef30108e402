package dev.pilothouse.api.tree;

import java.util.Iterator;

/// Equality by value across both representations. Two slices compare their canonical bytes and nothing else.
final class Equality {
    private Equality() {}

    static boolean same(ObjectTree a, ObjectTree b) {
        if (a == b) {
            return true;
        }
        if (a instanceof SliceObject x && b instanceof SliceObject y) {
            return x.document().sameBytes(x.position(), y.document(), y.position());
        }
        if (a.size() != b.size()) {
            return false;
        }
        ObjectTree.Cursor left = a.cursor();
        ObjectTree.Cursor right = b.cursor();
        while (left.next() && right.next()) {
            if (!left.name().equals(right.name()) || !left.value().equals(right.value())) {
                return false;
            }
        }
        return true;
    }

    static boolean same(ListTree a, ListTree b) {
        if (a == b) {
            return true;
        }
        if (a instanceof SliceList x && b instanceof SliceList y) {
            return x.document().sameBytes(x.position(), y.document(), y.position());
        }
        if (a.size() != b.size()) {
            return false;
        }
        Iterator<Tree> right = b.iterator();
        for (Tree left : a) {
            if (!left.equals(right.next())) {
                return false;
            }
        }
        return true;
    }

    static boolean same(NumberTree a, NumberTree b) {
        return a.isInteger() == b.isInteger()
                && (a.isInteger() ? a.asLong() == b.asLong() : Double.compare(a.asDouble(), b.asDouble()) == 0);
    }

    static int hash(ObjectTree object) {
        int hash = 17;
        for (ObjectTree.Cursor c = object.cursor(); c.next(); ) {
            hash = 31 * hash + (c.name().hashCode() ^ 31 * c.value().hashCode());
        }
        return hash;
    }

    static int hash(ListTree list) {
        int hash = 19;
        for (Tree value : list) {
            hash = 31 * hash + value.hashCode();
        }
        return hash;
    }

    static int hash(NumberTree number) {
        return number.isInteger() ? Long.hashCode(number.asLong()) : Double.hashCode(number.asDouble());
    }
}
