package dev.pilothouse.api.apply;

import dev.pilothouse.api.tree.ObjectTree;

/// Lays one object over another as an apply does, but for nobody: no owner is asked or noted.
public final class Overlay {
    private Overlay() {}

    /// @throws MalformedFields if lists can't be told apart element by element
    public static ObjectTree of(TrackedType type, ObjectTree live, ObjectTree over) throws MalformedFields {
        return Merge.of(Shapes.shape(type), live, over);
    }

    /// The same for an object whose type isn't known: objects merge, everything else is taken as a whole.
    public static ObjectTree ofUnknown(ObjectTree live, ObjectTree over) throws MalformedFields {
        return Merge.of(Shape.DEDUCED, live, over);
    }
}
