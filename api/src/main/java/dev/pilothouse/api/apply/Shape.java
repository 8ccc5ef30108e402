package dev.pilothouse.api.apply;

import dev.pilothouse.api.tree.NullTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// What ownership needs to know about a type: where its parts are owned one by one and where as a whole.
sealed interface Shape {

    /// Whether the value is owned as a whole, whatever it holds.
    boolean isAtomic();

    /// A value without parts, of one JSON type.
    record Scalar(Tree.Type type) implements Shape {
        @Override
        public boolean isAtomic() {
            return true;
        }
    }

    /// Any value at all; what no schema describes is owned as a whole.
    record Any() implements Shape {
        @Override
        public boolean isAtomic() {
            return true;
        }
    }

    /// A scalar of any JSON type, such as a time.
    record AnyScalar() implements Shape {
        @Override
        public boolean isAtomic() {
            return true;
        }
    }

    /// Anything, owned as what it turns out to be: objects field by field, all else as a whole. What a custom kind keeps
    /// without describing it.
    record Deduced() implements Shape {
        @Override
        public boolean isAtomic() {
            return false;
        }
    }

    /// An object with declared fields.
    ///
    /// @param fields looked up once for each type, since types refer to each other in circles
    /// @param open whether other fields may stand there too
    record Struct(boolean isAtomic, Supplier<Map<String, Field>> fields, boolean open) implements Shape {
        Struct(boolean isAtomic, Supplier<Map<String, Field>> fields) {
            this(isAtomic, fields, false);
        }

        Optional<Field> field(String name) {
            return Optional.ofNullable(fields.get().get(name));
        }
    }

    /// A declared field.
    ///
    /// @param step its name in a field set
    /// @param zero what stands in the place of a missing value when Go writes the object that holds it; a write that
    ///     leaves the field so changes nothing. [NullTree#ABSENT] where Go writes nothing
    record Field(String step, Shape shape, Tree zero) {}

    /// An object with free names.
    record Entries(boolean isAtomic, Shape element) implements Shape {}

    /// A list.
    record Elements(Identity identity, Shape element) implements Shape {
        @Override
        public boolean isAtomic() {
            return identity instanceof Identity.Position;
        }
    }

    /// What tells the elements of a list apart.
    sealed interface Identity {
        /// Their place: such a list is atomic.
        record Position() implements Identity {}

        /// Their value.
        record Value() implements Identity {}

        /// Some of their fields.
        ///
        /// @param defaults the values of keys that are left out
        record Keys(List<String> names, ObjectTree defaults) implements Identity {}
    }

    Shape ANY = new Any();
    Shape ANY_SCALAR = new AnyScalar();
    Shape DEDUCED = new Deduced();
    Shape TEXT = new Scalar(Tree.Type.TEXT);
    Shape NUMBER = new Scalar(Tree.Type.NUMBER);
    Shape BOOLEAN = new Scalar(Tree.Type.BOOLEAN);

    /// The shape of a field of an object of this shape; undeclared fields are owned as a whole.
    default Field child(String name) {
        return switch (this) {
            case Struct struct -> struct.field(name)
                    .orElseGet(() -> new Field(Step.field(name), struct.open ? DEDUCED : ANY, NullTree.ABSENT));
            case Entries entries -> new Field(Step.field(name), entries.element, NullTree.ABSENT);
            case Deduced _ -> new Field(Step.field(name), DEDUCED, NullTree.ABSENT);
            case Elements _, Scalar _, AnyScalar _, Any _ -> new Field(Step.field(name), ANY, NullTree.ABSENT);
        };
    }

    /// Whether this value is owned as a whole.
    default boolean isAtomicFor(Tree value) {
        return isAtomic() || this instanceof Deduced && !(value instanceof ObjectTree);
    }

    /// Whether a field of this name may stand there without being declared.
    default boolean allows(String name) {
        return !(this instanceof Struct struct) || struct.open || struct.field(name).isPresent();
    }

    /// Whether a field of this name is declared, rather than an entry of a map.
    default boolean declares(String name) {
        return this instanceof Struct struct && struct.field(name).isPresent();
    }

    /// The shape below a step of a field set.
    default Shape below(String step) {
        return Step.isField(step)
                ? child(Step.fieldName(step)).shape()
                : this instanceof Elements(Identity _, Shape element) ? element : ANY;
    }
}
