package dev.pilothouse.api.meta;

import dev.pilothouse.api.tree.BooleanTree;
import dev.pilothouse.api.tree.Json;
import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.NullTree;
import dev.pilothouse.api.tree.NumberTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.TextTree;
import dev.pilothouse.api.tree.Tree;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.List;
import java.util.StringJoiner;

/// Values written as Go's formatter writes them, since clients see them so in messages.
public final class GoText {
    private GoText() {}

    /// The text in double quotes with Go's escapes (the `%q` verb).
    public static String quote(String text) {
        StringBuilder out = new StringBuilder(text.length() + 2).append('"');
        text.codePoints().forEach(c -> escape(out, c));
        return out.append('"').toString();
    }

    private static void escape(StringBuilder out, int c) {
        switch (c) {
            case '"' -> out.append("\\\"");
            case '\\' -> out.append("\\\\");
            case 7 -> out.append("\\a");
            case '\b' -> out.append("\\b");
            case '\f' -> out.append("\\f");
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            case '\t' -> out.append("\\t");
            case 11 -> out.append("\\v");
            default -> {
                if (c < ' ' || c == 0x7f) {
                    out.append("\\x").append(hex(c, 2));
                } else if (isPrintable(c)) {
                    out.appendCodePoint(c);
                } else {
                    out.append(c < 0x10000 ? "\\u" : "\\U").append(hex(c, c < 0x10000 ? 4 : 8));
                }
            }
        }
    }

    /// Whether Go shows the code point as it is: `unicode.IsPrint`.
    public static boolean isPrintable(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            case Character.SPACE_SEPARATOR -> c == ' ';
            default -> true;
        };
    }

    private static String hex(int c, int digits) {
        String hex = Integer.toHexString(c);
        return "0".repeat(digits - hex.length()) + hex;
    }

    /// A list of texts as the `%v` verb shows it: `[a b]`.
    public static String list(Collection<String> texts) {
        return "[" + String.join(" ", texts) + "]";
    }

    /// The value as the `%v` verb shows it: `map[a:1 b:[x y] c:<nil>]`.
    public static String value(Tree tree) {
        return switch (tree) {
            case ObjectTree object -> {
                StringJoiner fields = new StringJoiner(" ", "map[", "]");
                for (ObjectTree.Cursor c = object.cursor(); c.next(); ) {
                    fields.add(c.name() + ":" + value(c.value()));
                }
                yield fields.toString();
            }
            case ListTree list -> list(list.stream().map(GoText::value).toList());
            case TextTree text -> text.asText();
            case NumberTree number -> number(number);
            case BooleanTree bool -> bool.toString();
            case NullTree _ -> "<nil>";
        };
    }

    private static String number(NumberTree number) {
        return number.isInteger() ? number.literal() : decimal(number.asDouble());
    }

    /// A floating point number as the `%v` verb shows it: the shortest text that reads back as the same number, with an
    /// exponent from a million on.
    public static String decimal(double number) {
        BigDecimal exact = new BigDecimal(Double.toString(number)).stripTrailingZeros();
        int exponent = exact.precision() - exact.scale() - 1;
        if (exact.signum() == 0 || exponent >= -4 && exponent < 6) {
            return exact.signum() == 0 ? "0" : exact.toPlainString();
        }
        String digits = exact.unscaledValue().abs().toString();
        String fraction = digits.length() == 1 ? "" : "." + digits.substring(1);
        String sign = exact.signum() < 0 ? "-" : "";
        String power = (exponent < 0 ? "-" : "+") + (Math.abs(exponent) < 10 ? "0" : "") + Math.abs(exponent);
        return sign + digits.charAt(0) + fraction + "e" + power;
    }

    /// Objects in a list as JSON with their fields in this order, which is that of their type in Go.
    public static String json(ListTree list, List<String> order) {
        StringJoiner items = new StringJoiner(",", "[", "]");
        for (ObjectTree object : list.objects()) {
            StringJoiner fields = new StringJoiner(",", "{", "}");
            for (String name : order) {
                if (object.has(name)) {
                    fields.add(json(Tree.of(name)) + ":" + json(object.get(name)));
                }
            }
            items.add(fields.toString());
        }
        return items.toString();
    }

    /// The value as JSON in the form of Go's encoder, which also escapes `<`, `>` and `&`.
    public static String json(Tree tree) {
        return Json.text(tree)
                .replace("<", "\\u003c")
                .replace(">", "\\u003e")
                .replace("&", "\\u0026");
    }
}
