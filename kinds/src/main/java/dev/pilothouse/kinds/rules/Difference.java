package dev.pilothouse.kinds.rules;

import dev.pilothouse.api.schema.FieldType;
import dev.pilothouse.api.schema.Schemas;
import dev.pilothouse.api.schema.TypeSchema;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;

/// Shows where two values differ: in the unified format, over the form in which upstream works with them inside.
public final class Difference {
    private Difference() {}

    /// From what was to what is at the place now. A schema must describe the place.
    public static String of(Tree before, Place now) {
        Shape shape = Shape.of(now)
                .orElseThrow(() -> new IllegalStateException("no schema describes what stands at " + now.path()));
        return of(shape, before, now.value());
    }

    /// From one object of the type to another: for objects that have no place of their own.
    ///
    /// @param type the name in OpenAPI
    public static String of(String type, ObjectTree before, ObjectTree now) {
        TypeSchema schema = Schemas.builtIn().type(type);
        FieldType reference = new FieldType.Reference(new FieldType.TypeName(type, Schemas.builtIn()));
        return of(new Shape(reference, false, ObjectTree.EMPTY, schema), before, now);
    }

    private static String of(Shape shape, Tree before, Tree now) {
        return LineDifference.of(InnerForm.lines(shape, before), InnerForm.lines(shape, now));
    }
}
