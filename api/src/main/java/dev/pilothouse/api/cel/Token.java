package dev.pilothouse.api.cel;

/// A word of an expression.
///
/// @param value what a literal stands for; the text itself for everything else
record Token(Kind kind, String text, int at, Object value) {
    enum Kind {
        NAME,
        LITERAL,
        SYMBOL,
        END
    }

    boolean is(String symbol) {
        return kind == Kind.SYMBOL && text.equals(symbol);
    }

    /// As messages call it.
    String shown() {
        return kind == Kind.END ? "<EOF>" : text;
    }
}
