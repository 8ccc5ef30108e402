package dev.pilothouse.kinds.rules;

import java.util.Optional;

/// Rules for IP addresses and ranges in fields.
public final class Addresses {
    private static final String NO_ADDRESS = "must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)";
    private static final String NO_RANGE = "must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)";

    public static final Check IP = place -> {
        if (Ip.parse(place.text()).isEmpty()) {
            place.invalidText(NO_ADDRESS);
        }
    };

    public static final Check CIDR = place -> {
        if (Cidr.parse(place.text()).isEmpty()) {
            place.invalidText(NO_RANGE);
        }
    };

    /// An address that others can reach: not this machine's own, nor one that means something else on every link.
    public static final Check REACHABLE = place -> {
        Optional<Ip> parsed = Ip.parse(place.text());
        if (parsed.isEmpty()) {
            place.invalidText("must be a valid IP address");
            return;
        }
        Ip ip = parsed.get();
        if (ip.isUnspecified()) {
            place.invalidText("may not be unspecified (" + place.text() + ")");
        }
        if (ip.isLoopback()) {
            place.invalidText("may not be in the loopback range (127.0.0.0/8, ::1/128)");
        }
        if (ip.isLinkLocalUnicast()) {
            place.invalidText("may not be in the link-local range (169.254.0.0/16, fe80::/10)");
        }
        if (ip.isLinkLocalMulticast()) {
            place.invalidText("may not be in the link-local multicast range (224.0.0.0/24, ff02::/10)");
        }
    };

    private Addresses() {}
}
