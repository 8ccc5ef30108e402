package dev.pilothouse.api.tree;

/// Nothing: either JSON's `null`, or no value at all.
public enum NullTree implements Tree {
    /// The JSON value `null`.
    NULL,
    /// No value stands at the place that was read. It is never inside an object or a list: storing it removes.
    ABSENT;

    @Override
    public Type type() {
        return Type.NULL;
    }

    @Override
    public boolean isAbsent() {
        return this == ABSENT;
    }

    @Override
    public boolean isNull() {
        return true;
    }

    @Override
    public String toString() {
        return "null";
    }
}
