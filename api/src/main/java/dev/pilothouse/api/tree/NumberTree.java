package dev.pilothouse.api.tree;

/// A JSON number: an integer of 64 bits, or a double. Which of the two it is stays known (`1` is an integer, `1.0` is
/// not), since a typed integer field accepts only the first.
public sealed interface NumberTree extends Tree permits SliceNumber, BuiltNumber {

    boolean isInteger();

    @Override
    default Type type() {
        return Type.NUMBER;
    }

    /// The canonical literal.
    default String literal() {
        return isInteger() ? Long.toString(asLong()) : Numbers.literal(asDouble());
    }
}
