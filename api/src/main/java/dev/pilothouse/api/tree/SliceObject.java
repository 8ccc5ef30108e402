package dev.pilothouse.api.tree;

/// An object inside a document.
record SliceObject(Document document, int position) implements ObjectTree {
    @Override
    public int size() {
        return document.count(position);
    }

    @Override
    public Tree get(String name) {
        int at = document.find(position, name);
        return at < 0 ? NullTree.ABSENT : document.tree(at);
    }

    @Override
    public Cursor cursor() {
        return new SliceCursor(document, position);
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

    private static final class SliceCursor implements Cursor {
        private final Document document;
        private final int[] tape;
        private final int end;
        private int at = -1;
        private int following;

        SliceCursor(Document document, int object) {
            this.document = document;
            this.following = object + Document.CONTAINER_WORDS;
            this.tape = document.tape();
            this.end = tape[object + 2];
        }

        @Override
        public boolean next() {
            at = following;
            if (at >= end) {
                return false;
            }
            following = Document.after(tape, at + 1);
            return true;
        }

        @Override
        public String name() {
            return document.name(tape[at]);
        }

        @Override
        public Tree value() {
            return document.tree(at + 1);
        }
    }
}
