package dev.pilothouse.api.apply;

import dev.pilothouse.api.schema.GroupVersionKind;
import dev.pilothouse.api.schema.TypeSchema;
import dev.pilothouse.api.structural.Structural;
import java.util.Optional;

/// A type whose fields have owners: one of the described types, or one that a definition brings. Knows its shape, so that
/// what is found out about it once is kept as long as the type is.
public sealed interface TrackedType {

    /// The kind that objects of the type have, if it is always the same.
    Optional<GroupVersionKind> kind();

    /// A type of Kubernetes itself.
    record Described(Shapes shapes, TypeSchema type) implements TrackedType {
        @Override
        public Optional<GroupVersionKind> kind() {
            return type.kind();
        }
    }

    /// A type that comes from a definition. Safe for many threads.
    final class Defined implements TrackedType {
        private final GroupVersionKind kind;
        private final Shape.Struct shape;

        /// @param shapes where the shape of metadata is found
        public Defined(Shapes shapes, Structural schema, GroupVersionKind kind) {
            this.kind = kind;
            this.shape = StructuralShapes.resource(schema, shapes);
        }

        Shape.Struct shape() {
            return shape;
        }

        @Override
        public Optional<GroupVersionKind> kind() {
            return Optional.of(kind);
        }
    }
}
