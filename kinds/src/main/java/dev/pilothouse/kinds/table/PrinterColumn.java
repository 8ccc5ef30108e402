package dev.pilothouse.kinds.table;

import dev.pilothouse.api.meta.GoText;
import dev.pilothouse.api.meta.Timestamps;
import dev.pilothouse.api.tree.BooleanTree;
import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.NullTree;
import dev.pilothouse.api.tree.NumberTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.TextTree;
import dev.pilothouse.api.tree.Tree;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A column that a definition describes ("Additional printer columns"). A cell shows the first value that its path finds; one
/// of another type than the column's is left empty.
final class PrinterColumn {
    private static final String DESCRIPTION = "Custom resource definition column (in JSONPath format): ";

    private static final String UNKNOWN = "<unknown>";
    /// Go's zero time, which stands for none.
    private static final Instant ZERO = Instant.parse("0001-01-01T00:00:00Z");

    private PrinterColumn() {}

    /// @param column an entry of `additionalPrinterColumns`
    /// @return empty for one whose path can't be read
    static Optional<Column> of(ObjectTree column) {
        String described = column.text("description");
        String path = column.text("jsonPath");
        String type = column.text("type");
        return JsonPath.parse(path)
                .map(it -> new Column(
                        column.text("name"),
                        type,
                        column.text("format"),
                        (int) column.number("priority"),
                        described.isEmpty() ? DESCRIPTION + path : described,
                        (object, now) -> cell(it.find(object), type, now)));
    }

    private static Tree cell(List<Tree> found, String type, Instant now) {
        if (found.isEmpty()) {
            return NullTree.NULL;
        }
        Tree value = found.getFirst();
        return switch (type) {
            case "string" -> Tree.of(printed(value));
            case "integer", "number" -> value instanceof NumberTree number ? number(number, type) : NullTree.NULL;
            case "boolean" -> value instanceof BooleanTree ? value : NullTree.NULL;
            case "date" -> value instanceof TextTree text ? Tree.of(age(text.asText(), now)) : NullTree.NULL;
            default -> NullTree.NULL;
        };
    }

    private static Tree number(NumberTree number, String type) {
        if (JsonPath.isByte(number)) {
            return NullTree.NULL;
        }
        return type.equals("integer") ? whole(number) : real(number);
    }

    /// Upstream makes a double of every number here; it writes whole ones without a point.
    private static Tree real(NumberTree number) {
        double value = number.asDouble();
        return value == Math.rint(value) && Math.abs(value) < 0x1p63 ? Tree.of((long) value) : Tree.of(value);
    }

    /// A number too large for an integer is shown as upstream's processor cuts it.
    private static Tree whole(NumberTree number) {
        if (number.isInteger()) {
            return number;
        }
        double value = number.asDouble();
        return Tree.of(value >= 0x1p63 ? Long.MIN_VALUE : (long) value);
    }

    private static String printed(Tree value) {
        return switch (value) {
            case TextTree text -> text.asText();
            case ObjectTree _, ListTree _ -> GoText.json(value);
            case NumberTree number -> number.isInteger() ? number.literal() : GoText.decimal(number.asDouble());
            case BooleanTree bool -> Boolean.toString(bool.asBoolean());
            case NullTree _ -> "<no value>";
        };
    }

    private static String age(String time, Instant now) {
        if (time.isEmpty() || time.equals("null")) {
            return UNKNOWN;
        }
        return Timestamps.parse(time)
                .map(then -> then.equals(ZERO) ? UNKNOWN : Durations.human(Duration.between(then, now)))
                .orElse("<invalid>");
    }
}
