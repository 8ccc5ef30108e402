package dev.pilothouse.api.tree;

/// A JSON string. A slice decodes its text anew at each call: keep the answer where it is needed twice.
public sealed interface TextTree extends Tree permits SliceText, BuiltText {

    @Override
    String asText();

    /// Whether there is nothing in it, which is told without decoding it.
    boolean isEmpty();

    @Override
    default Type type() {
        return Type.TEXT;
    }
}
