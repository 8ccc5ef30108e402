package dev.pilothouse.kinds.rules;

import dev.pilothouse.api.meta.GoText;
import java.util.Optional;

/// IP addresses that different software may read differently (KEP-4858). Fields that always took them still do.
public final class DubiousAddresses {
    private DubiousAddresses() {}

    /// Warns of an address that has leading zeros, is IPv4 inside IPv6, or isn't written as RFC 5952 asks.
    public static void warn(Place address, Warnings told) {
        String text = address.text();
        Ip.parse(text).ifPresent(ip -> {
            String canonical = ip.toString();
            boolean colons = text.indexOf(':') >= 0;
            if (hasLeadingZero(text) || colons && !ip.isV6()) {
                told.add(
                        address,
                        "non-standard IP address " + GoText.quote(text)
                                + " will be considered invalid in a future Kubernetes release: use "
                                + GoText.quote(canonical));
            } else if (colons && !canonical.equals(text)) {
                told.add(
                        address,
                        "IPv6 address " + GoText.quote(text) + " should be in RFC 5952 canonical format ("
                                + GoText.quote(canonical) + ")");
            }
        });
    }

    /// Warns of a range whose address has more bits than the range fixes, or that isn't written as it should be.
    public static void warnOfRange(Place range, Warnings told) {
        String text = range.text();
        Optional<Cidr> parsed = Cidr.parse(text);
        if (parsed.isEmpty()) {
            return;
        }
        Ip address = parsed.get().ip();
        String shown = GoText.quote(text);
        String masked = GoText.quote(parsed.get().masked().toString());
        if (!parsed.get().isMasked()) {
            told.add(
                    range,
                    "CIDR value " + shown + " is ambiguous in this context (should be " + masked + " or "
                            + GoText.quote(address + "/" + address.bytes().length * 8) + "?)");
        }
        String written = text.substring(0, text.indexOf('/'));
        boolean colons = written.indexOf(':') >= 0;
        if (hasLeadingZero(written) || colons && !address.isV6()) {
            told.add(
                    range,
                    "non-standard CIDR value " + shown
                            + " will be considered invalid in a future Kubernetes release: use " + masked);
        } else if (colons && !address.toString().equals(written)) {
            told.add(range, "IPv6 CIDR value " + shown + " should be in RFC 5952 canonical format (" + masked + ")");
        }
    }

    /// Only decimal parts mind: the groups of IPv6 may always be padded.
    private static boolean hasLeadingZero(String text) {
        if (text.indexOf('.') < 0) {
            return false;
        }
        for (String part : text.substring(text.lastIndexOf(':') + 1).split("\\.")) {
            if (part.length() > 1 && part.charAt(0) == '0') {
                return true;
            }
        }
        return false;
    }
}
