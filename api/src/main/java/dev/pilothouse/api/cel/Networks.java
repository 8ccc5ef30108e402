package dev.pilothouse.api.cel;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/// Addresses and ranges of addresses.
final class Networks {
    private static final Pattern FOUR = Pattern.compile("(0|[1-9]\\d{0,2})(\\.(0|[1-9]\\d{0,2})){3}");
    private static final Pattern SIX = Pattern.compile("[0-9a-fA-F:]*:[0-9a-fA-F:.]*");

    /// @param text in its canonical form
    record Address(InetAddress address, String text) {
        @Override
        public String toString() {
            return text;
        }
    }

    record Range(Address start, int length) {
        boolean holds(Address other) {
            byte[] mine = start.address().getAddress();
            byte[] theirs = other.address().getAddress();
            return mine.length == theirs.length && Arrays.equals(cut(mine, length), cut(theirs, length));
        }

        @Override
        public String toString() {
            return start + "/" + length;
        }
    }

    private Networks() {}

    static void define(Functions.Definer to) {
        to.define("ip", "(string):net.IP", a -> address((String) a[0]).orElseThrow(() ->
                new CelFailure("IP Address \"" + a[0] + "\" parse error during conversion from string")));
        to.define("isIP", "(string):bool", a -> address((String) a[0]).isPresent());
        to.define("ip.isCanonical", "(string):bool", a ->
                address((String) a[0]).map(Address::text).filter(a[0]::equals).isPresent());
        to.define("string", "(net.IP):string", a -> a[0].toString());
        to.define("family", "net.IP.():int", a -> ((Address) a[0]).address().getAddress().length == 4 ? 4L : 6L);
        to.define("isUnspecified", "net.IP.():bool", a -> ((Address) a[0]).address().isAnyLocalAddress());
        to.define("isLoopback", "net.IP.():bool", a -> ((Address) a[0]).address().isLoopbackAddress());
        to.define("isLinkLocalMulticast", "net.IP.():bool", a -> ((Address) a[0]).address().isMCLinkLocal());
        to.define("isLinkLocalUnicast", "net.IP.():bool", a -> ((Address) a[0]).address().isLinkLocalAddress());
        to.define("isGlobalUnicast", "net.IP.():bool", a -> isGlobal(((Address) a[0]).address()));
        to.define("cidr", "(string):net.CIDR", a -> range((String) a[0]).orElseThrow(() ->
                new CelFailure("network address parse error during conversion from string: \"" + a[0] + "\"")));
        to.define("isCIDR", "(string):bool", a -> range((String) a[0]).isPresent());
        to.define("string", "(net.CIDR):string", a -> a[0].toString());
        to.define("containsIP", "net.CIDR.(string):bool", a -> ((Range) a[0]).holds(address((String) a[1]).orElseThrow(() ->
                new CelFailure("IP Address \"" + a[1] + "\" parse error during conversion from string"))));
        to.define("containsIP", "net.CIDR.(net.IP):bool", a -> ((Range) a[0]).holds((Address) a[1]));
        to.define("containsCIDR", "net.CIDR.(string):bool", a -> holds((Range) a[0], range((String) a[1]).orElseThrow(() ->
                new CelFailure("network address parse error during conversion from string: \"" + a[1] + "\""))));
        to.define("containsCIDR", "net.CIDR.(net.CIDR):bool", a -> holds((Range) a[0], (Range) a[1]));
        to.define("ip", "net.CIDR.():net.IP", a -> ((Range) a[0]).start());
        to.define("masked", "net.CIDR.():net.CIDR", a -> masked((Range) a[0]));
        to.define("prefixLength", "net.CIDR.():int", a -> (long) ((Range) a[0]).length());
    }

    private static boolean isGlobal(InetAddress address) {
        return !address.isAnyLocalAddress()
                && !address.isLoopbackAddress()
                && !address.isMulticastAddress()
                && !address.isLinkLocalAddress();
    }

    private static boolean holds(Range outer, Range inner) {
        return inner.length() >= outer.length() && outer.holds(inner.start());
    }

    /// An address in the strict form: no leading zeros, no zone, no IPv4 inside IPv6.
    private static Optional<Address> address(String text) {
        if (!FOUR.matcher(text).matches() && !SIX.matcher(text).matches() || text.contains(":") && text.contains(".")) {
            return Optional.empty();
        }
        try {
            InetAddress address = InetAddress.getByName(text.contains(":") ? "[" + text + "]" : text);
            return Optional.of(new Address(address, text.contains(":") ? compact(address.getAddress()) : text));
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }

    private static Optional<Range> range(String text) {
        int slash = text.indexOf('/');
        String length = slash < 0 ? "" : text.substring(slash + 1);
        if (!length.matches("0|[1-9]\\d{0,2}")) {
            return Optional.empty();
        }
        return address(text.substring(0, slash))
                .map(start -> new Range(start, Integer.parseInt(length)))
                .filter(range -> range.length() <= range.start().address().getAddress().length * 8);
    }

    private static byte[] cut(byte[] address, int length) {
        byte[] cut = address.clone();
        for (int i = 0; i < cut.length; i++) {
            int keep = Math.clamp(length - i * 8L, 0, 8);
            cut[i] &= (byte) (0xFF << (8 - keep));
        }
        return cut;
    }

    private static Range masked(Range range) {
        try {
            InetAddress address = InetAddress.getByAddress(cut(range.start().address().getAddress(), range.length()));
            String text = address.getAddress().length == 4 ? address.getHostAddress() : compact(address.getAddress());
            return new Range(new Address(address, text), range.length());
        } catch (UnknownHostException e) {
            throw new CelFailure("invalid network address");
        }
    }

    /// RFC 5952: the longest run of zeros is left out.
    private static String compact(byte[] address) {
        int[] groups = new int[8];
        for (int i = 0; i < groups.length; i++) {
            groups[i] = (address[2 * i] & 0xFF) << 8 | address[2 * i + 1] & 0xFF;
        }
        int best = -1;
        int bestLength = 1;
        for (int i = 0; i < groups.length; i++) {
            int end = i;
            while (end < groups.length && groups[end] == 0) {
                end++;
            }
            if (end - i > bestLength) {
                best = i;
                bestLength = end - i;
            }
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < groups.length; i++) {
            if (i == best) {
                text.append("::");
                i += bestLength - 1;
            } else {
                text.append(text.isEmpty() || text.charAt(text.length() - 1) == ':' ? "" : ":").append(Integer.toHexString(groups[i]));
            }
        }
        return text.toString();
    }
}
