package dev.pilothouse.api.structural;

import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/// The formats that 1.36 knows in schemas; all others are ignored. Source: API reference "JSONSchemaProps", field `format`.
/// Dashes in a format's name don't count.
public final class Formats {
    private static final Map<String, Predicate<String>> OF_TEXT = Map.ofEntries(
            Map.entry("bsonobjectid", matching("[0-9a-fA-F]{24}")),
            Map.entry("uri", NetworkFormats::isUri),
            Map.entry("email", MailFormat::isAddress),
            Map.entry("hostname", NetworkFormats::isHostname),
            Map.entry("ipv4", NetworkFormats::isIpv4),
            Map.entry("ipv6", NetworkFormats::isIpv6),
            Map.entry("cidr", NetworkFormats::isCidr),
            Map.entry("mac", NetworkFormats::isMac),
            Map.entry("uuid", uuid("[0-9a-f]", "[0-9a-f]")),
            Map.entry("uuid3", uuid("3", "[0-9a-f]")),
            Map.entry("uuid4", uuid("4", "[89ab]")),
            Map.entry("uuid5", uuid("5", "[89ab]")),
            Map.entry("isbn", text -> NumberFormats.isIsbn10(text) || NumberFormats.isIsbn13(text)),
            Map.entry("isbn10", NumberFormats::isIsbn10),
            Map.entry("isbn13", NumberFormats::isIsbn13),
            Map.entry("creditcard", NumberFormats::isCreditCard),
            Map.entry(
                    "ssn",
                    matching("\\d{3}[- ]?\\d{2}[- ]?\\d{4}").and(text -> text.length() == 11)),
            Map.entry("hexcolor", matching("#?([0-9a-fA-F]{3}|[0-9a-fA-F]{6})")),
            Map.entry("rgbcolor", matching(rgb())),
            Map.entry(
                    "byte",
                    matching("(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=|[A-Za-z0-9+/]{4})")),
            Map.entry("password", _ -> true),
            Map.entry("date", TimeFormats::isDate),
            Map.entry("duration", TimeFormats::isDuration),
            Map.entry("datetime", TimeFormats::isDateTime),
            Map.entry("k8sshortname", matching("[a-z0-9]([-a-z0-9]*[a-z0-9])?").and(text -> text.length() <= 63)),
            Map.entry(
                    "k8slongname",
                    matching("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*")
                            .and(text -> text.length() <= 253)));

    private static final List<String> OF_INTEGER = List.of("int32", "int64");
    private static final List<String> OF_NUMBER = List.of("float", "double");

    private Formats() {}

    private static Predicate<String> matching(String expression) {
        return Pattern.compile(expression, Pattern.UNICODE_CHARACTER_CLASS & 0).asMatchPredicate();
    }

    private static Predicate<String> uuid(String version, String variant) {
        String third = version.length() == 1 ? version + "[0-9a-f]{3}" : "[0-9a-f]{4}";
        return matching("(?i)[0-9a-f]{8}-?[0-9a-f]{4}-?" + third + "-?" + variant + "[0-9a-f]{3}-?[0-9a-f]{12}");
    }

    private static String rgb() {
        String part = "\\s*(0|[1-9]\\d?|1\\d\\d?|2[0-4]\\d|25[0-5])\\s*";
        return "rgb\\(" + part + "," + part + "," + part + "\\)";
    }

    /// The schema's format, or nothing where it means nothing for the type.
    public static String of(Structural schema) {
        return isKnown(schema.intOrString() ? "" : schema.type(), schema.format()) ? schema.format() : "";
    }

    /// Whether the format means something for values of the type; an empty type is any.
    public static boolean isKnown(String type, String format) {
        return switch (type) {
            case "", "string" -> isOfText(format);
            case "integer" -> OF_INTEGER.contains(format);
            case "number" -> OF_NUMBER.contains(format);
            default -> false;
        };
    }

    static boolean isOfText(String format) {
        return !format.isEmpty() && OF_TEXT.containsKey(normalized(format));
    }

    private static String normalized(String format) {
        return format.indexOf('-') < 0 ? format : format.replace("-", "");
    }

    /// Whether the text has the format, which must be known.
    public static boolean matches(String format, String text) {
        return OF_TEXT.get(normalized(format)).test(text);
    }
}
