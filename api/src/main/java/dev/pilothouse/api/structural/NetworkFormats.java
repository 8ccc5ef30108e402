package dev.pilothouse.api.structural;

import java.util.regex.Pattern;

/// Names and addresses in networks, as Go's `net` and `net/url` read them.
final class NetworkFormats {
    private static final Pattern HOSTNAME = Pattern.compile(
            "([a-zA-Z0-9\\p{S}\\p{L}]((-?[a-zA-Z0-9\\p{S}\\p{L}]{0,62})?)"
                    + "|([a-zA-Z0-9\\p{S}\\p{L}](([a-zA-Z0-9-\\p{S}\\p{L}]{0,61}[a-zA-Z0-9\\p{S}\\p{L}])?)(\\.)){1,}"
                    + "([a-zA-Z\\p{L}]){2,63})");
    private static final Pattern MAC = Pattern.compile("[0-9a-fA-F]{2}(([:-])[0-9a-fA-F]{2})(\\2[0-9a-fA-F]{2})*");
    private static final Pattern DOTTED_MAC = Pattern.compile("[0-9a-fA-F]{4}(\\.[0-9a-fA-F]{4})+");
    private static final Pattern SCHEME = Pattern.compile("[a-zA-Z][a-zA-Z0-9+.-]*:.*", Pattern.DOTALL);
    private static final Pattern BAD_ESCAPE = Pattern.compile("%(?![0-9a-fA-F]{2})");
    private static final int HOSTNAME_BYTES = 255;
    private static final int LABEL_BYTES = 63;

    private NetworkFormats() {}

    static boolean isHostname(String text) {
        if (!HOSTNAME.matcher(text).matches() || bytes(text) > HOSTNAME_BYTES) {
            return false;
        }
        for (String label : text.split("\\.", -1)) {
            if (bytes(label) > LABEL_BYTES) {
                return false;
            }
        }
        return true;
    }

    private static int bytes(String text) {
        return text.getBytes(java.nio.charset.StandardCharsets.UTF_8).length;
    }

    /// Leading zeros are tolerated, as they were by older servers.
    static boolean isIpv4(String text) {
        return isDotted(text) || text.contains(".") && isColons(text);
    }

    static boolean isIpv6(String text) {
        return text.contains(":") && isColons(text);
    }

    static boolean isCidr(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            return false;
        }
        String address = text.substring(0, slash);
        String length = text.substring(slash + 1);
        if (!length.matches("\\d{1,3}")) {
            return false;
        }
        boolean dotted = isDotted(address);
        return (dotted || isColons(address)) && Integer.parseInt(length) <= (dotted ? 32 : 128);
    }

    private static boolean isDotted(String text) {
        String[] parts = text.split("\\.", -1);
        if (parts.length != 4) {
            return false;
        }
        for (String part : parts) {
            if (!part.matches("\\d+") || part.length() > 9 || Integer.parseInt(part) > 255) {
                return false;
            }
        }
        return true;
    }

    private static boolean isColons(String text) {
        String rest = text;
        int groups = 8;
        int lastColon = rest.lastIndexOf(':');
        if (lastColon < 0) {
            return false;
        }
        if (rest.indexOf('.', lastColon) >= 0) {
            if (!isDotted(rest.substring(lastColon + 1))) {
                return false;
            }
            groups = 6;
            rest = rest.substring(0, lastColon) + (rest.charAt(Math.max(0, lastColon - 1)) == ':' ? ":" : "");
        }
        int gap = rest.indexOf("::");
        if (gap >= 0) {
            String head = rest.substring(0, gap);
            String tail = rest.substring(gap + 2);
            return tail.indexOf("::") < 0 && count(head) >= 0 && count(tail) >= 0 && count(head) + count(tail) < groups;
        }
        return count(rest) == groups;
    }

    /// How many groups of hex digits; -1 if something else stands there.
    private static int count(String groups) {
        if (groups.isEmpty()) {
            return 0;
        }
        String[] parts = groups.split(":", -1);
        for (String part : parts) {
            if (!part.matches("[0-9a-fA-F]{1,4}")) {
                return -1;
            }
        }
        return parts.length;
    }

    /// 6, 8 or 20 bytes in hex.
    static boolean isMac(String text) {
        int bytes = MAC.matcher(text).matches()
                ? (text.length() + 1) / 3
                : DOTTED_MAC.matcher(text).matches() ? (text.length() + 1) / 5 * 2 : 0;
        return bytes == 6 || bytes == 8 || bytes == 20;
    }

    /// An absolute URI, or an absolute path.
    static boolean isUri(String text) {
        if (text.isEmpty() || text.chars().anyMatch(c -> c < ' ' || c == 0x7f)) {
            return false;
        }
        boolean path = text.startsWith("/");
        if (!path && !SCHEME.matcher(text).matches()) {
            return false;
        }
        String rest = path ? text : text.substring(text.indexOf(':') + 1);
        int query = rest.indexOf('?');
        String front = query < 0 ? rest : rest.substring(0, query);
        if (!front.startsWith("//")) {
            // Something opaque after the scheme is taken as it is.
            return !front.startsWith("/") || !BAD_ESCAPE.matcher(front).find();
        }
        int end = front.indexOf('/', 2);
        String authority = path ? "" : front.substring(2, end < 0 ? front.length() : end);
        String route = path ? front : end < 0 ? "" : front.substring(end);
        return !BAD_ESCAPE.matcher(route).find() && isAuthority(authority);
    }

    private static boolean isAuthority(String authority) {
        String host = authority.substring(authority.lastIndexOf('@') + 1);
        if (host.startsWith("[")) {
            int end = host.lastIndexOf(']');
            return end > 0 && host.substring(end + 1).matches("(:\\d*)?");
        }
        int colon = host.lastIndexOf(':');
        String port = colon < 0 ? "" : host.substring(colon);
        return port.matches("(:\\d*)?") && host.chars().noneMatch(c -> " \\^`{}|".indexOf(c) >= 0);
    }
}
