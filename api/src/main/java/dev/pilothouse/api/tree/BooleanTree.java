package dev.pilothouse.api.tree;

/// JSON's `true` and `false`.
public enum BooleanTree implements Tree {
    FALSE,
    TRUE;

    @Override
    public Type type() {
        return Type.BOOLEAN;
    }

    @Override
    public boolean asBoolean() {
        return this == TRUE;
    }

    @Override
    public String toString() {
        return this == TRUE ? "true" : "false";
    }
}
