package dev.pilothouse.api.tree;

/// A number inside a document.
record SliceNumber(Document document, int position) implements NumberTree {
    @Override
    public boolean isInteger() {
        return document.type(position) == Document.INTEGER;
    }

    @Override
    public long asLong() {
        return isInteger() ? document.integer(position) : (long) Double.parseDouble(literal());
    }

    @Override
    public double asDouble() {
        return isInteger() ? document.integer(position) : Double.parseDouble(literal());
    }

    @Override
    public String literal() {
        return JsonText.plain(document.json, document.start(position), document.end(position));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof NumberTree that && Equality.same(this, that);
    }

    @Override
    public int hashCode() {
        return Equality.hash(this);
    }

    @Override
    public String toString() {
        return literal();
    }
}
