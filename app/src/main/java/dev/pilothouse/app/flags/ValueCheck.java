package dev.pilothouse.app.flags;

import dev.pilothouse.api.meta.GoDuration;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// What a flag of a type takes, in Go's words where it doesn't.
final class ValueCheck {
    private static final Set<String> TRUE = Set.of("1", "t", "T", "TRUE", "true", "True");
    private static final Set<String> FALSE = Set.of("0", "f", "F", "FALSE", "false", "False");
    private static final Pattern WHOLE = Pattern.compile("[+-]?\\d+");
    private static final Pattern DECIMAL = Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?");
    private static final Pattern PORTS = Pattern.compile("\\d+(-|\\+)\\d+|\\d+");

    private ValueCheck() {}

    static boolean bool(String value) {
        return TRUE.contains(value);
    }

    /// The values in a value: lists are separated by commas, except for those that are given one at a time.
    static List<String> split(UpstreamFlag flag, String value) {
        if (!flag.isList() || flag.type().equals("stringArray") || flag.type().equals("namedCertKey")) {
            return List.of(value);
        }
        return value.isEmpty() ? List.of() : Arrays.asList(value.split(",", -1));
    }

    static void check(UpstreamFlag flag, String value) {
        switch (flag.type()) {
            case "bool" -> refuseUnless(
                    TRUE.contains(value) || FALSE.contains(value), flag, value, "strconv.ParseBool");
            case "int", "int32", "Level" -> refuseUnless(WHOLE.matcher(value).matches(), flag, value, "strconv.ParseInt");
            case "float", "float32" -> refuseUnless(
                    DECIMAL.matcher(value).matches(), flag, value, "strconv.ParseFloat");
            case "duration" -> duration(flag, value);
            case "ip" -> address(flag, value);
            case "portRange" -> {
                if (!PORTS.matcher(value).matches()) {
                    throw FlagError.invalid(value, flag.shown(), "unable to parse port range: " + value);
                }
            }
            case "colonSeparatedMultimapStringString", "mapStringString", "stringToString" -> {
                for (String pair : split(flag, value)) {
                    if (pair.indexOf('=') < 0 && !(flag.type().equals("mapStringString"))) {
                        throw FlagError.invalid(value, flag.shown(), "malformed pair, expect string=string");
                    }
                }
            }
            default -> {}
        }
    }

    private static void refuseUnless(boolean sound, UpstreamFlag flag, String value, String parser) {
        if (!sound) {
            throw FlagError.invalid(
                    value, flag.shown(), parser + ": parsing " + FlagError.quoted(value) + ": invalid syntax");
        }
    }

    private static void duration(UpstreamFlag flag, String value) {
        try {
            GoDuration.parse(value);
        } catch (IllegalArgumentException malformed) {
            throw FlagError.invalid(value, flag.shown(), malformed.getMessage());
        }
    }

    private static void address(UpstreamFlag flag, String value) {
        try {
            InetAddress.ofLiteral(value);
        } catch (IllegalArgumentException noAddress) {
            throw FlagError.invalid(value, flag.shown(), "failed to parse IP: " + FlagError.quoted(value));
        }
    }
}
