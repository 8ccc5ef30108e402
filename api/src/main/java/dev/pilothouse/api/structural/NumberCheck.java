package dev.pilothouse.api.structural;

import dev.pilothouse.api.meta.GoText;
import dev.pilothouse.api.tree.NumberTree;
import java.util.List;
import java.util.OptionalDouble;

/// Judges numbers: their format's range, bounds and multiples. Bounds are doubles; an integer is compared with a bound cut
/// to an integer, as upstream does.
final class NumberCheck {
    /// The largest integer that a double holds exactly, plus one.
    private static final double EXACT = 0x1p53;

    /// How near to a whole number counts as one.
    private static final double NEAR = 1e-9;

    private NumberCheck() {}

    static void check(Findings findings, String path, NumberTree number, Structural schema) {
        List<String> types = SchemaCheck.types(schema);
        String type = types.size() == 1 ? types.getFirst() : "";
        String format = type.equals("integer") || type.equals("number") ? Formats.of(schema) : "";
        Structural.Limits limits = schema.limits();
        double value = number.asDouble();
        range(findings, "Checked", value, number.isInteger(), type, format, path);
        limits.multipleOf().ifPresent(factor -> {
            range(findings, "MultipleOf", factor, false, type, format, path);
            multiple(findings, path, number, factor);
        });
        if (limits.minimum().isPresent()) {
            bound(findings, path, number, limits.minimum(), limits.exclusiveMinimum(), "Minimum boundary", type, format);
        }
        if (limits.maximum().isPresent()) {
            bound(findings, path, number, limits.maximum(), limits.exclusiveMaximum(), "Maximum boundary", type, format);
        }
        findings.pass();
    }

    private static void bound(
            Findings findings,
            String path,
            NumberTree number,
            OptionalDouble limit,
            boolean exclusive,
            String prefix,
            String type,
            String format) {
        double bound = limit.getAsDouble();
        Findings own = findings.fresh();
        range(own, prefix, bound, false, type, format, path);
        boolean whole = own.isEmpty() && number.isInteger();
        findings.merge(own);
        int order = whole ? Long.compare(number.asLong(), (long) bound) : Double.compare(number.asDouble(), bound);
        boolean upper = prefix.startsWith("Max");
        boolean broken = upper ? order > 0 || exclusive && order == 0 : order < 0 || exclusive && order == 0;
        if (broken) {
            String shown = whole ? Long.toString((long) bound) : GoText.decimal(bound);
            String than = upper ? "less than " : "greater than ";
            findings.invalid(
                    path, number, path + " in body should be " + than + (exclusive ? "" : "or equal to ") + shown);
        }
    }

    private static void multiple(Findings findings, String path, NumberTree number, double factor) {
        if (factor <= 0) {
            findings.invalid(
                    path,
                    number,
                    "factor MultipleOf declared for " + path + " must be positive: " + GoText.decimal(factor));
            return;
        }
        double value = number.asDouble();
        boolean whole = number.isInteger() && factor >= 1;
        boolean fits = whole
                ? number.asLong() % (long) factor == 0
                : isWhole(factor < 1 ? 1 / factor * value : value / factor);
        if (!fits) {
            String shown = whole ? Long.toString((long) factor) : GoText.decimal(factor);
            findings.invalid(path, number, path + " in body should be a multiple of " + shown);
        }
    }

    /// Whether the type and format can hold the value at all.
    private static void range(
            Findings findings,
            String prefix,
            double value,
            boolean integer,
            String type,
            String format,
            String path) {
        boolean fits =
                switch (type) {
                    case "integer" -> {
                        boolean whole = integer || value == Math.rint(value) && Math.abs(value) < 0x1p63;
                        yield whole && (!format.equals("int32") || value == (int) value);
                    }
                    default -> !format.equals("float") || Math.abs(value) <= Float.MAX_VALUE;
                };
        if (!fits) {
            findings.general(prefix + " value must be of type " + type
                    + (format.isEmpty() ? " (default format)" : " with format " + format) + " in " + path);
        }
    }

    /// Whether a JSON integer stands for the value, give or take rounding.
    static boolean isWhole(double value) {
        if (Math.abs(value) >= EXACT) {
            return false;
        }
        double whole = Math.rint(value);
        return value == whole
                || value != 0 && whole != 0 && Math.abs(value - whole) / (Math.abs(value) + Math.abs(whole)) < NEAR;
    }
}
