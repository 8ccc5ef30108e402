package dev.pilothouse.api.meta;

import java.util.ArrayList;
import java.util.List;

/// The syntax of names, labels and keys. Every rule answers what is wrong with the value in the words that clients
/// know; an empty list is a sound value. Sources: RFC 1123, RFC 1035, API conventions "Names".
///
/// The rules scan characters instead of matching expressions, since every write passes several of them.
public final class NameRules {
    private static final int LABEL_LIMIT = 63;
    private static final int SUBDOMAIN_LIMIT = 253;
    private static final int PORT_NAME_LIMIT = 15;

    private static final String LABEL_EXPRESSION = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
    private static final String SUBDOMAIN_EXPRESSION = LABEL_EXPRESSION + "(\\." + LABEL_EXPRESSION + ")*";
    private static final String UNDERSCORE_LABEL_EXPRESSION = "_?[a-z0-9]([-_a-z0-9]*[a-z0-9])?";
    private static final String UNDERSCORE_EXPRESSION =
            UNDERSCORE_LABEL_EXPRESSION + "(\\." + UNDERSCORE_LABEL_EXPRESSION + ")*";
    private static final String DNS1035_EXPRESSION = "[a-z]([-a-z0-9]*[a-z0-9])?";
    private static final String KEY_EXPRESSION = "([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]";
    private static final String VALUE_EXPRESSION = "(" + KEY_EXPRESSION + ")?";

    private static final String KEY_RULE = expression(
            "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric"
                    + " character",
            KEY_EXPRESSION,
            "MyName",
            "my.name",
            "123-abc");

    private NameRules() {}

    /// A rule of this type, for kinds to name theirs.
    @FunctionalInterface
    public interface Rule {
        List<String> broken(String value);
    }

    /// A single DNS label of RFC 1123.
    public static List<String> dns1123Label(String value) {
        List<String> broken = tooLong(value, LABEL_LIMIT);
        if (!isLabel(value, 0, value.length())) {
            broken = plus(
                    broken,
                    isSubdomain(value)
                            ? "must not contain dots"
                            : expression(
                                    "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or"
                                            + " '-', and must start and end with an alphanumeric character",
                                    LABEL_EXPRESSION,
                                    "my-name",
                                    "123-abc"));
        }
        return broken;
    }

    /// DNS labels of RFC 1123 joined by dots.
    public static List<String> dns1123Subdomain(String value) {
        List<String> broken = tooLong(value, SUBDOMAIN_LIMIT);
        return isSubdomain(value)
                ? broken
                : plus(
                        broken,
                        expression(
                                "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-'"
                                        + " or '.', and must start and end with an alphanumeric character",
                                SUBDOMAIN_EXPRESSION,
                                "example.com"));
    }

    /// A subdomain in the words of kinds whose names are declared to be long names.
    public static List<String> longName(String value) {
        return bytes(value) > SUBDOMAIN_LIMIT && isSubdomain(value)
                ? List.of(limitBytes(SUBDOMAIN_LIMIT))
                : dns1123Subdomain(value);
    }

    /// A subdomain whose labels may hold underscores.
    public static List<String> dns1123SubdomainWithUnderscore(String value) {
        List<String> broken = tooLong(value, SUBDOMAIN_LIMIT);
        return value.matches(UNDERSCORE_EXPRESSION)
                ? broken
                : plus(
                        broken,
                        expression(
                                "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '_',"
                                        + " '-' or '.', and must start and end with an alphanumeric character",
                                UNDERSCORE_EXPRESSION,
                                "example.com"));
    }

    /// A subdomain after `*.`.
    public static List<String> wildcardSubdomain(String value) {
        List<String> broken = tooLong(value, SUBDOMAIN_LIMIT);
        return value.startsWith("*.") && isSubdomain(value.substring(2))
                ? broken
                : plus(
                        broken,
                        expression(
                                "a wildcard DNS-1123 subdomain must start with '*.', followed by a valid DNS subdomain,"
                                        + " which must consist of lower case alphanumeric characters, '-' or '.' and end"
                                        + " with an alphanumeric character",
                                "\\*\\." + SUBDOMAIN_EXPRESSION,
                                "*.example.com"));
    }

    /// A DNS label of RFC 1035: starts with a letter.
    public static List<String> dns1035Label(String value) {
        List<String> broken = tooLong(value, LABEL_LIMIT);
        return isLabel(value, 0, value.length()) && !isDigit(value.charAt(0))
                ? broken
                : plus(
                        broken,
                        expression(
                                "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with"
                                        + " an alphabetic character, and end with an alphanumeric character",
                                DNS1035_EXPRESSION,
                                "my-name",
                                "abc-123"));
    }

    /// A key of a label, annotation, taint, finalizer or resource: a name with an optional subdomain before a slash.
    public static List<String> qualifiedName(String value) {
        int slash = value.indexOf('/');
        if (slash < 0) {
            return keyName(value, List.of());
        }
        if (value.indexOf('/', slash + 1) >= 0) {
            return List.of("a valid label key " + KEY_RULE
                    + " with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')");
        }
        List<String> broken = List.of();
        if (slash == 0) {
            broken = plus(broken, "prefix part must be non-empty");
        }
        String prefix = value.substring(0, slash);
        if (slash > SUBDOMAIN_LIMIT) {
            broken = plus(broken, "prefix part " + limitBytes(SUBDOMAIN_LIMIT));
        }
        if (slash > 0 && !isSubdomain(prefix)) {
            broken = plus(broken, "prefix part " + dns1123Subdomain(prefix).getLast());
        }
        return keyName(value.substring(slash + 1), broken);
    }

    private static List<String> keyName(String name, List<String> before) {
        List<String> broken = before;
        if (name.isEmpty()) {
            broken = plus(broken, "name part must be non-empty");
        } else if (bytes(name) > LABEL_LIMIT) {
            broken = plus(broken, "name part " + limitBytes(LABEL_LIMIT));
        }
        return isKeyName(name) ? broken : plus(broken, "name part " + KEY_RULE);
    }

    /// The value of a label; may be empty.
    public static List<String> labelValue(String value) {
        List<String> broken = bytes(value) > LABEL_LIMIT ? List.of(limitBytes(LABEL_LIMIT)) : List.of();
        return value.isEmpty() || isKeyName(value)
                ? broken
                : plus(
                        broken,
                        expression(
                                "a valid label must be an empty string or consist of alphanumeric characters, '-', '_'"
                                        + " or '.', and must start and end with an alphanumeric character",
                                VALUE_EXPRESSION,
                                "MyValue",
                                "my_value",
                                "12345"));
    }

    /// A name that can stand in a URL path, with no further rule.
    public static List<String> pathSegment(String name) {
        if (name.equals(".") || name.equals("..")) {
            return List.of("may not be '" + name + "'");
        }
        return pathSegmentPrefix(name);
    }

    /// The beginning of a [#pathSegment] name.
    public static List<String> pathSegmentPrefix(String name) {
        List<String> broken = List.of();
        for (String part : List.of("/", "%")) {
            if (name.contains(part)) {
                broken = plus(broken, "may not contain '" + part + "'");
            }
        }
        return broken;
    }

    /// The rule for a `generateName`: the name rule, with a trailing dash forgiven, since a suffix will follow.
    public static List<String> generateName(Rule rule, String prefix) {
        return rule.broken(prefix.length() > 1 && prefix.endsWith("-") ? prefix.substring(0, prefix.length() - 2) + "a" : prefix);
    }

    /// The name of a port (RFC 6335 service name).
    public static List<String> portName(String port) {
        List<String> broken = tooLong(port, PORT_NAME_LIMIT);
        if (port.isEmpty() || !port.chars().allMatch(c -> isLower(c) || isDigit(c) || c == '-')) {
            broken = plus(broken, "must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)");
        }
        if (port.chars().noneMatch(NameRules::isLower)) {
            broken = plus(broken, "must contain at least one letter (a-z)");
        }
        if (port.contains("--")) {
            broken = plus(broken, "must not contain consecutive hyphens");
        }
        return port.startsWith("-") || port.endsWith("-")
                ? plus(broken, "must not begin or end with a hyphen")
                : broken;
    }

    public static List<String> portNumber(long port) {
        return inRange(port, 1, 65535);
    }

    public static List<String> inRange(long value, long least, long most) {
        return value >= least && value <= most
                ? List.of()
                : List.of("must be between " + least + " and " + most + ", inclusive");
    }

    /// An identifier of the C language.
    public static List<String> cIdentifier(String value) {
        return value.matches("[A-Za-z_][A-Za-z0-9_]*")
                ? List.of()
                : List.of(expression(
                        "a valid C identifier must start with alphabetic character or '_', followed by a string of"
                                + " alphanumeric characters or '_'",
                        "[A-Za-z_][A-Za-z0-9_]*",
                        "my_name",
                        "MY_NAME",
                        "MyName"));
    }

    /// The name of an environment variable as it is accepted since 1.30: printable ASCII without `=`.
    public static List<String> environmentName(String value) {
        List<String> broken =
                value.isEmpty() ? List.of("environment variable name must be non-empty") : List.of();
        return value.chars().allMatch(c -> c >= ' ' && c < 0x7f && c != '=')
                ? broken
                : plus(
                        broken,
                        "a valid environment variable name must consist only of printable ASCII characters other than"
                                + " '='");
    }

    /// A key of a ConfigMap or Secret.
    public static List<String> configKey(String value) {
        List<String> broken = tooLong(value, SUBDOMAIN_LIMIT);
        if (value.isEmpty() || !value.chars().allMatch(c -> isAlphanumeric(c) || c == '-' || c == '_' || c == '.')) {
            broken = plus(
                    broken,
                    expression(
                            "a valid config key must consist of alphanumeric characters, '-', '_' or '.'",
                            "[-._a-zA-Z0-9]+",
                            "key.name",
                            "KEY_NAME",
                            "key-name"));
        }
        if (value.equals(".") || value.equals("..")) {
            return plus(broken, "must not be '" + value + "'");
        }
        return value.startsWith("..") ? plus(broken, "must not start with '..'") : broken;
    }

    public static List<String> percent(String value) {
        return value.length() > 1
                        && value.endsWith("%")
                        && value.chars().limit(value.length() - 1L).allMatch(NameRules::isDigit)
                ? List.of()
                : List.of(expression(
                        "a valid percent string must be a numeric string followed by an ending '%'",
                        "[0-9]+%",
                        "1%",
                        "93%"));
    }

    public static List<String> httpHeaderName(String value) {
        return !value.isEmpty() && value.chars().allMatch(c -> isAlphanumeric(c) || c == '-')
                ? List.of()
                : List.of(expression(
                        "a valid HTTP header must consist of alphanumeric characters or '-'",
                        "[-A-Za-z0-9]+",
                        "X-Header-Name"));
    }

    /// The message of a rule that is known to clients by its regular expression.
    public static String expression(String rule, String expression, String... examples) {
        StringBuilder out = new StringBuilder(rule).append(examples.length == 0 ? " (" : " (e.g. ");
        for (int i = 0; i < examples.length; i++) {
            out.append(i > 0 ? " or '" : "'").append(examples[i]).append("', ");
        }
        return out.append("regex used for validation is '")
                .append(expression)
                .append("')")
                .toString();
    }

    private static List<String> tooLong(String value, int limit) {
        return bytes(value) > limit ? List.of("must be no more than " + limit + " characters") : List.of();
    }

    private static String limitBytes(int limit) {
        return "must be no more than " + limit + " bytes";
    }

    private static int bytes(String text) {
        int bytes = text.length();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            bytes += c < 0x80 ? 0 : c < 0x800 || Character.isSurrogate(c) ? 1 : 2;
        }
        return bytes;
    }

    private static List<String> plus(List<String> broken, String message) {
        List<String> all = new ArrayList<>(broken);
        all.add(message);
        return List.copyOf(all);
    }

    private static boolean isSubdomain(String value) {
        int from = 0;
        while (true) {
            int dot = value.indexOf('.', from);
            if (dot < 0) {
                return isLabel(value, from, value.length());
            }
            if (!isLabel(value, from, dot)) {
                return false;
            }
            from = dot + 1;
        }
    }

    private static boolean isLabel(String value, int from, int to) {
        if (from >= to || value.charAt(from) == '-' || value.charAt(to - 1) == '-') {
            return false;
        }
        for (int i = from; i < to; i++) {
            char c = value.charAt(i);
            if (!isLower(c) && !isDigit(c) && c != '-') {
                return false;
            }
        }
        return true;
    }

    private static boolean isKeyName(String value) {
        int last = value.length() - 1;
        if (last < 0 || !isAlphanumeric(value.charAt(0)) || !isAlphanumeric(value.charAt(last))) {
            return false;
        }
        for (int i = 1; i < last; i++) {
            char c = value.charAt(i);
            if (!isAlphanumeric(c) && c != '-' && c != '_' && c != '.') {
                return false;
            }
        }
        return true;
    }

    private static boolean isLower(int c) {
        return c >= 'a' && c <= 'z';
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isAlphanumeric(int c) {
        return isLower(c) || isDigit(c) || c >= 'A' && c <= 'Z';
    }
}
