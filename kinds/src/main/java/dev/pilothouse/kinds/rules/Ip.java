package dev.pilothouse.kinds.rules;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// IP addresses and ranges as text, without any look-up of names.
///
/// Leading zeros in an IPv4 part are accepted where objects have always held them, and read as decimal digits.
public record Ip(byte[] bytes) {
    private static final int V4 = 4;
    private static final int V6 = 16;
    private static final int GROUPS = 8;

    private static final String INVALID = "must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)";

    /// Reads an address; an IPv4 address mapped into IPv6 is an IPv4 address.
    public static Optional<Ip> parse(String text) {
        byte[] bytes = text.indexOf(':') >= 0 ? v6(text) : v4(text);
        if (bytes.length == 0) {
            return Optional.empty();
        }
        return Optional.of(new Ip(isMapped(bytes) ? Arrays.copyOfRange(bytes, 12, V6) : bytes));
    }

    public boolean isV6() {
        return bytes.length == V6;
    }

    private static boolean isMapped(byte[] bytes) {
        if (bytes.length != V6) {
            return false;
        }
        for (int i = 0; i < 10; i++) {
            if (bytes[i] != 0) {
                return false;
            }
        }
        return bytes[10] == -1 && bytes[11] == -1;
    }

    private static byte[] v4(String text) {
        byte[] bytes = new byte[V4];
        int at = 0;
        for (int part = 0; part < V4; part++) {
            int from = at;
            int value = 0;
            while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
                value = value * 10 + text.charAt(at++) - '0';
                if (value > 255) {
                    return new byte[0];
                }
            }
            boolean last = part == V4 - 1;
            if (at == from || (last ? at != text.length() : at >= text.length() || text.charAt(at++) != '.')) {
                return new byte[0];
            }
            bytes[part] = (byte) value;
        }
        return bytes;
    }

    private static byte[] v6(String text) {
        int gap = text.indexOf("::");
        if (gap < 0) {
            byte[] all = groups(text);
            return all.length == V6 ? all : new byte[0];
        }
        String head = text.substring(0, gap);
        String tail = text.substring(gap + 2);
        byte[] before = head.isEmpty() ? new byte[0] : groups(head);
        byte[] after = tail.isEmpty() ? new byte[0] : groups(tail);
        boolean malformed = !head.isEmpty() && before.length == 0
                || !tail.isEmpty() && after.length == 0
                || head.indexOf('.') >= 0
                || before.length + after.length > V6 - 2;
        if (malformed) {
            return new byte[0];
        }
        byte[] all = Arrays.copyOf(before, V6);
        System.arraycopy(after, 0, all, V6 - after.length, after.length);
        return all;
    }

    /// Groups of four hexadecimal digits, the last two perhaps as IPv4; empty if malformed.
    private static byte[] groups(String text) {
        List<Byte> bytes = new ArrayList<>();
        String[] parts = text.split(":", -1);
        if (parts.length > GROUPS) {
            return new byte[0];
        }
        for (int i = 0; i < parts.length; i++) {
            if (i == parts.length - 1 && parts[i].indexOf('.') >= 0) {
                byte[] mapped = v4(parts[i]);
                if (mapped.length == 0) {
                    return mapped;
                }
                for (byte b : mapped) {
                    bytes.add(b);
                }
                continue;
            }
            int value = group(parts[i]);
            if (value < 0) {
                return new byte[0];
            }
            bytes.add((byte) (value >> 8));
            bytes.add((byte) value);
        }
        byte[] all = new byte[bytes.size()];
        for (int i = 0; i < all.length; i++) {
            all[i] = bytes.get(i);
        }
        return all;
    }

    private static int group(String digits) {
        if (digits.isEmpty() || digits.length() > 4) {
            return -1;
        }
        int value = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = Character.digit(digits.charAt(i), 16);
            if (digit < 0 || digits.charAt(i) > 'f') {
                return -1;
            }
            value = value * 16 + digit;
        }
        return value;
    }

    public boolean isUnspecified() {
        for (byte b : bytes) {
            if (b != 0) {
                return false;
            }
        }
        return true;
    }

    public boolean isLoopback() {
        if (!isV6()) {
            return bytes[0] == 127;
        }
        byte[] one = new byte[V6];
        one[V6 - 1] = 1;
        return Arrays.equals(bytes, one);
    }

    public boolean isLinkLocalUnicast() {
        return isV6()
                ? bytes[0] == (byte) 0xfe && (bytes[1] & 0xc0) == 0x80
                : bytes[0] == (byte) 169 && bytes[1] == (byte) 254;
    }

    public boolean isLinkLocalMulticast() {
        return isV6()
                ? bytes[0] == (byte) 0xff && (bytes[1] & 0x0f) == 2
                : bytes[0] == (byte) 224 && bytes[1] == 0 && bytes[2] == 0;
    }

    /// The form of RFC 5952: lower case, no leading zeros, the longest run of two zero groups or more as `::`.
    @Override
    public String toString() {
        if (!isV6()) {
            return (bytes[0] & 255) + "." + (bytes[1] & 255) + "." + (bytes[2] & 255) + "." + (bytes[3] & 255);
        }
        int longestFrom = -1;
        int longest = 1;
        for (int from = 0; from < GROUPS; from++) {
            int length = 0;
            while (from + length < GROUPS && groupAt(from + length) == 0) {
                length++;
            }
            if (length > longest) {
                longest = length;
                longestFrom = from;
            }
        }
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < GROUPS; i++) {
            if (i == longestFrom) {
                out.append("::");
                i += longest - 1;
                continue;
            }
            if (!out.isEmpty() && out.charAt(out.length() - 1) != ':') {
                out.append(':');
            }
            out.append(Integer.toHexString(groupAt(i)));
        }
        return out.toString();
    }

    private int groupAt(int index) {
        return (bytes[index * 2] & 255) << 8 | bytes[index * 2 + 1] & 255;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Ip ip && Arrays.equals(ip.bytes, bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /// A rule for names: an address in its canonical form.
    public static List<String> canonical(String value) {
        Optional<Ip> ip = parse(value);
        if (ip.isEmpty()) {
            return List.of(INVALID);
        }
        String canonical = ip.get().toString();
        return canonical.equals(value) ? List.of() : List.of("must be in canonical form (\"" + canonical + "\")");
    }
}
