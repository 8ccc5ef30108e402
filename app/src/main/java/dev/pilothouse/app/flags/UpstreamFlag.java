package dev.pilothouse.app.flags;

/// One flag of an upstream component.
///
/// @param name without dashes
/// @param type as upstream's help names it
/// @param fallback what holds when it isn't given; empty for the type's zero
/// @param group the heading under which the help lists it
/// @param letter its short form; empty for none
public record UpstreamFlag(
        String name, String type, String fallback, String group, String letter, boolean deprecated) {

    /// As messages call it.
    String shown() {
        return letter.isEmpty() ? "--" + name : "-" + letter + ", --" + name;
    }

    boolean isSwitch() {
        return type.equals("bool") || name.equals("version");
    }

    /// Several values, which add up.
    boolean isList() {
        return switch (type) {
            case "strings", "stringArray", "int32Slice", "namedCertKey" -> true;
            case "colonSeparatedMultimapStringString", "mapStringString", "stringToString" -> true;
            default -> false;
        };
    }
}
