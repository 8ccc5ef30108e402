package dev.pilothouse.api.tree;

/// How many canonical bytes a value has. Counted when somebody first asks, and once for all who do: a list of ten thousand
/// objects is a long walk.
public final class Length {
    private static final long UNKNOWN = -1;

    private final Tree tree;
    private volatile long bytes = UNKNOWN;

    private Length(Tree tree) {
        this.tree = tree;
    }

    public static Length of(Tree tree) {
        return new Length(tree);
    }

    public long bytes() {
        if (bytes == UNKNOWN) {
            bytes = Measure.bytes(tree);
        }
        return bytes;
    }
}
