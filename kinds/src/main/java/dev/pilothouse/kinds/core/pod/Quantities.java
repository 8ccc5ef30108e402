package dev.pilothouse.kinds.core.pod;

import dev.pilothouse.api.meta.MalformedQuantity;
import dev.pilothouse.api.meta.Quantity;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.kinds.rules.Fill;
import java.math.BigDecimal;

/// Lists of resources: name to quantity. Objects hold well-formed quantities only, decoding sees to that.
public final class Quantities {
    private Quantities() {}

    /// The quantity of a resource, zero if it isn't listed.
    public static Quantity of(ObjectTree resources, String name) {
        return parse(resources.text(name));
    }

    /// Zero for an empty text.
    public static Quantity parse(String text) {
        if (text.isEmpty()) {
            return Quantity.ZERO;
        }
        try {
            return Quantity.parse(text);
        } catch (MalformedQuantity e) {
            throw new IllegalStateException("an undecoded quantity reached a kind's rules: " + text, e);
        }
    }

    /// Whether the quantity is a whole number, to the thousandth that is the finest share of anything.
    public static boolean isWhole(Quantity quantity) {
        BigDecimal amount = quantity.roundedToMilli().amount();
        return amount.scale() <= 0 || amount.stripTrailingZeros().scale() <= 0;
    }

    /// The same list with every quantity rounded up to thousandths, the finest share of anything that is handed out.
    static ObjectTree rounded(ObjectTree resources) {
        ObjectTree rounded = resources;
        for (ObjectTree.Cursor c = resources.cursor(); c.next(); ) {
            String text = c.value().asText();
            if (!mayBeFine(text)) {
                continue;
            }
            Quantity exact = parse(text);
            Quantity whole = exact.roundedToMilli();
            if (!whole.equals(exact)) {
                rounded = rounded.with(c.name(), whole.toString());
            }
        }
        return rounded;
    }

    /// The object with every quantity of these lists of resources rounded.
    public static ObjectTree roundedIn(ObjectTree object, String... lists) {
        ObjectTree rounded = object;
        for (String list : lists) {
            rounded = Fill.inside(rounded, list, Quantities::rounded);
        }
        return rounded;
    }

    /// Whether the text may stand for less than thousandths: canonical texts do so by their suffix alone.
    private static boolean mayBeFine(String text) {
        char last = text.isEmpty() ? '0' : text.charAt(text.length() - 1);
        return last == 'n' || last == 'u' || text.indexOf('e') >= 0;
    }
}
