package dev.pilothouse.apiserver;

import java.net.Inet4Address;
import java.net.InetAddress;

/// What Services get their addresses and ports from.
///
/// @param addresses an IPv4 range such as `10.0.0.0/16`
/// @param firstNodePort the first port that is opened on nodes, and the last one
public record ServiceRanges(String addresses, int firstNodePort, int lastNodePort) {
    private static final int FIRST_NODE_PORT = 30_000;
    private static final int LAST_NODE_PORT = 32_767;

    private static final int BITS = 32;

    /// Upstream lets no range have more than a million addresses.
    private static final int SHORTEST_MASK = 12;

    /// Upstream wants at least eight addresses.
    private static final int LONGEST_MASK = 29;

    /// With upstream's node ports.
    public static ServiceRanges of(String addresses) {
        return new ServiceRanges(addresses, FIRST_NODE_PORT, LAST_NODE_PORT);
    }

    /// A range as it begins: `10.96.3.4/12` is `10.96.0.0/12`.
    ///
    /// @throws IllegalArgumentException when it is none that Services can get addresses from
    public static String network(String range) {
        int slash = range.indexOf('/');
        int mask;
        InetAddress address;
        try {
            address = InetAddress.ofLiteral(range.substring(0, Math.max(slash, 0)));
            mask = Integer.parseInt(range.substring(slash + 1));
        } catch (IllegalArgumentException malformed) {
            throw new IllegalArgumentException("service-cluster-ip-range is not a valid cidr", malformed);
        }
        if (!(address instanceof Inet4Address)) {
            throw new IllegalArgumentException(
                    "--service-cluster-ip-range must begin with a range of IPv4 addresses here, not " + range);
        }
        if (mask < SHORTEST_MASK) {
            throw new IllegalArgumentException(
                    "specified --service-cluster-ip-range is too large; for 32-bit addresses, the mask must be >= 12");
        }
        if (mask > LONGEST_MASK) {
            throw new IllegalArgumentException("the service cluster IP range must be at least 8 IP addresses");
        }
        byte[] bytes = address.getAddress();
        int number = (bytes[0] & 0xFF) << 24 | (bytes[1] & 0xFF) << 16 | (bytes[2] & 0xFF) << 8 | bytes[3] & 0xFF;
        int first = number & -1 << BITS - mask;
        return (first >>> 24) + "." + (first >>> 16 & 0xFF) + "." + (first >>> 8 & 0xFF) + "." + (first & 0xFF) + "/" + mask;
    }

    /// Where Services inside the cluster find the API server.
    public String firstAddress() {
        String[] bytes = addresses.substring(0, addresses.indexOf('/')).split("\\.");
        int last = Integer.parseInt(bytes[3]) + 1;
        return bytes[0] + "." + bytes[1] + "." + bytes[2] + "." + last;
    }
}
