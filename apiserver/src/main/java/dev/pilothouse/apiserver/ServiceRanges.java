package dev.pilothouse.apiserver;

import dev.pilothouse.kinds.rules.Cidr;
import dev.pilothouse.kinds.rules.Ip;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What Services get their addresses and ports from.
///
/// @param addresses a range such as `10.0.0.0/16`, or one of each family with a comma between
/// @param firstNodePort the first port that is opened on nodes, and the last one
public record ServiceRanges(String addresses, int firstNodePort, int lastNodePort) {
    private static final int FIRST_NODE_PORT = 30_000;
    private static final int LAST_NODE_PORT = 32_767;

    /// Upstream lets no range have more than a million addresses, and of IPv6 none more than a subnet.
    private static final int SHORTEST_MASK = 12;

    private static final int SHORTEST_MASK_V6 = 64;

    /// Upstream wants at least eight addresses.
    private static final int LEAST_BITS = 3;

    /// With upstream's node ports.
    public static ServiceRanges of(String addresses) {
        return new ServiceRanges(addresses, FIRST_NODE_PORT, LAST_NODE_PORT);
    }

    /// One range, or one of each family with a comma between, each as it begins: `10.96.3.4/12` is `10.96.0.0/12`.
    ///
    /// @throws IllegalArgumentException when Services can get no addresses from them, in upstream's words
    public static String network(String ranges) {
        List<Cidr> all = Stream.of(ranges.split(",", -1))
                .map(range -> Cidr.parse(range.strip())
                        .orElseThrow(() -> new IllegalArgumentException("service-cluster-ip-range is not a valid cidr")))
                .toList();
        if (all.size() > 2) {
            throw new IllegalArgumentException("--service-cluster-ip-range must not contain more than two entries");
        }
        if (all.size() == 2 && all.getFirst().isV6() == all.getLast().isV6()) {
            throw new IllegalArgumentException(
                    "--service-cluster-ip-range[0] and --service-cluster-ip-range[1] must be of different IP family");
        }
        all.forEach(ServiceRanges::check);
        return all.stream().map(range -> range.masked().toString()).collect(Collectors.joining(","));
    }

    private static void check(Cidr range) {
        int bits = range.ip().bytes().length * 8;
        int shortest = range.isV6() ? SHORTEST_MASK_V6 : SHORTEST_MASK;
        if (range.bits() < shortest) {
            throw new IllegalArgumentException("specified --service-cluster-ip-range is too large; for " + bits
                    + "-bit addresses, the mask must be >= " + shortest);
        }
        if (range.bits() > bits - LEAST_BITS) {
            throw new IllegalArgumentException("the service cluster IP range must be at least 8 IP addresses");
        }
    }

    /// Where Services inside the cluster find the API server: the first address of the first range.
    public String firstAddress() {
        byte[] bytes = Cidr.parse(addresses.split(",")[0]).orElseThrow().masked().ip().bytes().clone();
        bytes[bytes.length - 1]++;
        return new Ip(bytes).toString();
    }
}
