package dev.pilothouse.api.meta;

/// Where in an object a value stands: `spec.containers[0].name`, `metadata.labels[a]`. Immutable; a child shares its
/// parents, so that building one on the way down costs an object a step and no text until it is shown.
public final class FieldPath {
    /// The path of nothing. Its own text is Go's for a missing path; a child of it is a root.
    public static final FieldPath NONE = new FieldPath(null, "", false);

    private final FieldPath parent;
    private final String step;
    private final boolean subscript;

    private FieldPath(FieldPath parent, String step, boolean subscript) {
        this.parent = parent;
        this.step = step;
        this.subscript = subscript;
    }

    public static FieldPath of(String name, String... more) {
        return NONE.child(name, more);
    }

    public FieldPath child(String name, String... more) {
        FieldPath path = new FieldPath(this, name, false);
        for (String next : more) {
            path = new FieldPath(path, next, false);
        }
        return path;
    }

    public FieldPath index(int index) {
        return new FieldPath(this, Integer.toString(index), true);
    }

    /// The place under a key of a map.
    public FieldPath key(String key) {
        return new FieldPath(this, key, true);
    }

    /// This place, and from there the way that the other one goes.
    public FieldPath then(FieldPath further) {
        return further == NONE ? this : new FieldPath(then(further.parent), further.step, further.subscript);
    }

    @Override
    public String toString() {
        if (this == NONE) {
            return "<nil>";
        }
        StringBuilder out = new StringBuilder();
        write(out);
        return out.toString();
    }

    private void write(StringBuilder out) {
        if (this == NONE) {
            return;
        }
        parent.write(out);
        if (subscript || step.isEmpty()) { // a field without a name shows as an empty subscript
            out.append('[').append(step).append(']');
        } else {
            out.append(out.isEmpty() ? "" : ".").append(step);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FieldPath path && path.toString().equals(toString());
    }

    @Override
    public int hashCode() {
        return toString().hashCode();
    }
}
