package dev.pilothouse.api.tree;

/// A number that was not read from a document. Only the member of its own kind counts.
record BuiltNumber(long whole, double real, boolean isInteger) implements NumberTree {
    @Override
    public long asLong() {
        return isInteger ? whole : (long) real;
    }

    @Override
    public double asDouble() {
        return isInteger ? whole : real;
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
