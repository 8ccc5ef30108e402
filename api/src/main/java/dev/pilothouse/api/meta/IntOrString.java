package dev.pilothouse.api.meta;

import dev.pilothouse.api.tree.NumberTree;
import dev.pilothouse.api.tree.TextTree;
import dev.pilothouse.api.tree.Tree;
import java.util.OptionalInt;

/// A field that holds a number or a text: a port or its name, a count or a percentage.
public record IntOrString(Tree tree) {

    public static IntOrString of(Tree tree) {
        return new IntOrString(tree);
    }

    public boolean isAbsent() {
        return tree.isNull();
    }

    public boolean isNumber() {
        return tree instanceof NumberTree;
    }

    public boolean isText() {
        return tree instanceof TextTree;
    }

    /// The number, or the text read as one, or zero.
    public int number() {
        return isNumber() ? tree.asInt() : integer(tree.asText()).orElse(0);
    }

    public boolean isPercent() {
        return isText() && percent().isPresent();
    }

    private OptionalInt percent() {
        String text = tree.asText();
        return text.endsWith("%") ? integer(text.substring(0, text.length() - 1)) : OptionalInt.empty();
    }

    private static OptionalInt integer(String text) {
        try {
            return OptionalInt.of(Integer.parseInt(text));
        } catch (NumberFormatException e) {
            return OptionalInt.empty();
        }
    }

    /// The number, or the percentage of the total; empty for a text that is no percentage.
    public OptionalInt scaled(int total, boolean roundUp) {
        if (!isText()) {
            return isNumber() ? OptionalInt.of(tree.asInt()) : OptionalInt.empty();
        }
        OptionalInt percent = percent();
        if (percent.isEmpty()) {
            return percent;
        }
        long hundredfold = (long) percent.getAsInt() * total;
        long share = roundUp ? Math.ceilDiv(hundredfold, 100L) : Math.floorDiv(hundredfold, 100L);
        return OptionalInt.of(Math.clamp(share, Integer.MIN_VALUE, Integer.MAX_VALUE));
    }

    @Override
    public String toString() {
        return isText() ? tree.asText() : Integer.toString(tree.asInt());
    }
}
