package dev.pilothouse.api.tree;

/// A text that was not read from a document.
record BuiltText(String text) implements TextTree {
    @Override
    public String asText() {
        return text;
    }

    @Override
    public boolean isEmpty() {
        return text.isEmpty();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TextTree that && text.equals(that.asText());
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return Json.text(this);
    }
}
