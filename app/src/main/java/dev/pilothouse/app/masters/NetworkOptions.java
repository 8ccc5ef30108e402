package dev.pilothouse.app.masters;

import dev.pilothouse.apiserver.ServiceRanges;
import dev.pilothouse.app.OwnAddress;
import dev.pilothouse.app.flags.FlagError;
import dev.pilothouse.app.flags.FlagValues;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Where the API server listens, where others find it, and what Services get.
///
/// @param external host and port that documents name
record NetworkOptions(String bind, int port, String advertised, String external, ServiceRanges ranges) {
    private static final Logger LOG = LoggerFactory.getLogger(NetworkOptions.class);
    private static final int MOST_PORT = 65_535;
    private static final int BITS = 32;

    /// Upstream lets no range have more than a million addresses.
    private static final int SHORTEST_MASK = 12;

    /// Upstream wants at least eight addresses.
    private static final int LONGEST_MASK = 29;

    private static final String USUAL_RANGE = "10.0.0.0/24";
    private static final String RANGE = "service-cluster-ip-range";

    static NetworkOptions of(FlagValues flags) {
        int port = flags.number("secure-port");
        if (port < 1 || port > MOST_PORT) {
            throw new FlagError("--secure-port " + port + " must be between 1 and 65535, inclusive. It cannot be turned off"
                    + " with 0");
        }
        String bind = flags.text("bind-address");
        String advertised = flags.text("advertise-address");
        if (advertised.isEmpty()) {
            advertised = OwnAddress.isAny(bind) ? OwnAddress.first() : bind;
        }
        String host = flags.text("external-hostname");
        return new NetworkOptions(
                bind,
                port,
                advertised,
                (host.isEmpty() ? OwnAddress.inUrl(advertised) : host) + ":" + port,
                ranges(flags));
    }

    private static ServiceRanges ranges(FlagValues flags) {
        String said = flags.text(RANGE);
        if (said.isEmpty()) {
            LOG.warn("No CIDR for service cluster IPs specified. Default value which was {} is deprecated and will be removed in"
                    + " future releases. Please specify it using --service-cluster-ip-range on kube-apiserver.", USUAL_RANGE);
        }
        List<String> all = List.of((said.isEmpty() ? USUAL_RANGE : said).split(","));
        if (all.size() > 1) {
            LOG.warn("Services get addresses of the first range of --{} only, {}", RANGE, all.getFirst());
        }
        String ports = flags.text("service-node-port-range");
        int[] both = ports(ports);
        if (both[0] > both[1] || both[1] > MOST_PORT) {
            throw new FlagError("invalid argument \"" + ports + "\" for \"--service-node-port-range\" flag: the port range must"
                    + " be within 1 and 65535 and must not end before it begins");
        }
        return new ServiceRanges(network(all.getFirst()), both[0], both[1]);
    }

    private static int[] ports(String range) {
        if (range.contains("-")) {
            return new int[] {
                Integer.parseInt(range.substring(0, range.indexOf('-'))),
                Integer.parseInt(range.substring(range.indexOf('-') + 1))
            };
        }
        String[] parts = range.split("\\+");
        int first = Integer.parseInt(parts[0]);
        return new int[] {first, parts.length > 1 ? first + Integer.parseInt(parts[1]) : first};
    }

    /// The range as it begins: `10.96.3.4/12` is `10.96.0.0/12`.
    private static String network(String range) {
        int slash = range.indexOf('/');
        int mask;
        InetAddress address;
        try {
            address = InetAddress.ofLiteral(range.substring(0, Math.max(slash, 0)));
            mask = Integer.parseInt(range.substring(slash + 1));
        } catch (IllegalArgumentException malformed) {
            throw new FlagError("service-cluster-ip-range is not a valid cidr");
        }
        if (!(address instanceof Inet4Address)) {
            throw new FlagError("--service-cluster-ip-range must begin with a range of IPv4 addresses here, not " + range);
        }
        if (mask < SHORTEST_MASK) {
            throw new FlagError("specified --service-cluster-ip-range is too large; for 32-bit addresses, the mask must be >= 12");
        }
        if (mask > LONGEST_MASK) {
            throw new FlagError("the service cluster IP range must be at least 8 IP addresses");
        }
        byte[] bytes = address.getAddress();
        int number = (bytes[0] & 0xFF) << 24 | (bytes[1] & 0xFF) << 16 | (bytes[2] & 0xFF) << 8 | bytes[3] & 0xFF;
        int first = number & -1 << BITS - mask;
        return (first >>> 24) + "." + (first >>> 16 & 0xFF) + "." + (first >>> 8 & 0xFF) + "." + (first & 0xFF) + "/" + mask;
    }
}
