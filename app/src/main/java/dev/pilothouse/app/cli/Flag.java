package dev.pilothouse.app.cli;

import java.util.List;

/// One flag of a command.
///
/// @param value what stands for its value in the help; empty when it takes none
/// @param fallback what holds when it isn't given, as it would be written; empty when nothing does
/// @param often whether it may be given several times
/// @param names in the order of the help; long ones with two dashes, short ones with one
record Flag(String value, String fallback, boolean often, String help, List<String> names) {
    /// A flag that is there or isn't.
    static Flag bare(String help, String... names) {
        return new Flag("", "", false, help, List.of(names));
    }

    /// A flag with a value.
    static Flag of(String value, String fallback, String help, String... names) {
        String told = fallback.isEmpty() ? help : help.replaceFirst("\\.$", " (default: " + fallback + ").");
        return new Flag(value, fallback, false, told, List.of(names));
    }

    Flag manyTimes() {
        return new Flag(value, fallback, true, help, names);
    }

    boolean isBare() {
        return value.isEmpty();
    }

    /// As messages call it.
    @Override
    public String toString() {
        return "'" + names.getLast() + "'" + (isBare() ? "" : " (" + value + ")");
    }
}
