package dev.pilothouse.api.tree;

import java.util.Iterator;
import java.util.NoSuchElementException;

/// A list inside a document.
record SliceList(Document document, int position) implements ListTree {
    @Override
    public int size() {
        return document.count(position);
    }

    @Override
    public Tree get(int index) {
        if (index < 0 || index >= size()) {
            return NullTree.ABSENT;
        }
        int at = position + Document.CONTAINER_WORDS;
        for (int i = 0; i < index; i++) {
            at = document.after(at);
        }
        return document.tree(at);
    }

    @Override
    public Iterator<Tree> iterator() {
        return new Iterator<>() {
            private int at = position + Document.CONTAINER_WORDS;
            private final int end = document.tape()[position + 2];

            @Override
            public boolean hasNext() {
                return at < end;
            }

            @Override
            public Tree next() {
                if (at >= end) {
                    throw new NoSuchElementException();
                }
                Tree value = document.tree(at);
                at = document.after(at);
                return value;
            }
        };
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
