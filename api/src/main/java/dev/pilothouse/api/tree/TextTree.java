package dev.pilothouse.api.tree;

/// A JSON string. A slice decodes its text anew at each call: keep the answer where it is needed twice.
public sealed interface TextTree extends Tree permits SliceText, BuiltText {

    @Override
    String asText();

    @Override
    default Type type() {
        return Type.TEXT;
    }
}
