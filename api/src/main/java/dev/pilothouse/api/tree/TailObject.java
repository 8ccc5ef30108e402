package dev.pilothouse.api.tree;

/// All of a document but its first fields: a view of the same bytes. To write it, nobody looks inside, so that it needs no tape.
///
/// @param document canonical, an object
/// @param from the byte at which the first field that isn't left out begins
/// @param skipped how many fields are left out
record TailObject(Document document, int from, int skipped) implements ObjectTree {
    @Override
    public int size() {
        return document.count(0) - skipped;
    }

    @Override
    public Tree get(String name) {
        int at = document.find(0, name);
        return at < 0 || document.start(at) < from ? NullTree.ABSENT : document.tree(at);
    }

    @Override
    public Cursor cursor() {
        Cursor cursor = new SliceObject(document, 0).cursor();
        for (int i = 0; i < skipped; i++) {
            cursor.next();
        }
        return cursor;
    }

    /// With the bracket that opens it.
    int bytes() {
        return 1 + document.json.length - from;
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
