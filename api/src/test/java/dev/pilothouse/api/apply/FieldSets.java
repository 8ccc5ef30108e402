package dev.pilothouse.api.apply;

import dev.pilothouse.api.tree.ObjectTree;

/// Opens the reader of field sets to tests in other packages.
public final class FieldSets {
    private FieldSets() {}

    public static FieldSet read(ObjectTree wire) throws MalformedFields {
        return FieldSetReader.read(wire);
    }
}
