package dev.pilothouse.api.tree;

/// A text inside a document.
record SliceText(Document document, int position) implements TextTree {
    @Override
    public String asText() {
        return document.text(position);
    }

    @Override
    public boolean isEmpty() {
        return document.end(position) - document.start(position) == "\"\"".length();
    }

    @Override
    public boolean equals(Object other) {
        return switch (other) {
            case SliceText that -> document.sameBytes(position, that.document, that.position);
            case BuiltText that -> asText().equals(that.asText());
            case null, default -> false;
        };
    }

    @Override
    public int hashCode() {
        return asText().hashCode();
    }

    @Override
    public String toString() {
        return Json.text(this);
    }
}
