package dev.pilothouse.app.masters;

import dev.pilothouse.apiserver.bootstrap.WhereServerIs;
import dev.pilothouse.apiserver.ServiceRanges;
import dev.pilothouse.app.OwnAddress;
import dev.pilothouse.app.flags.FlagError;
import dev.pilothouse.app.flags.FlagValues;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Where the API server listens, where others find it, and what Services get.
///
/// @param external host and port that documents name
record NetworkOptions(String bind, int port, String advertised, String external, ServiceRanges ranges) {
    private static final Logger LOG = LoggerFactory.getLogger(NetworkOptions.class);
    private static final int MOST_PORT = 65_535;

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
                (host.isEmpty() ? WhereServerIs.inUrl(advertised) : host) + ":" + port,
                ranges(flags));
    }

    private static ServiceRanges ranges(FlagValues flags) {
        String said = flags.text(RANGE);
        if (said.isEmpty()) {
            LOG.warn("No CIDR for service cluster IPs specified. Default value which was {} is deprecated and will be removed in"
                    + " future releases. Please specify it using --service-cluster-ip-range on kube-apiserver.", USUAL_RANGE);
        }
        String ports = flags.text("service-node-port-range");
        int[] both = ports(ports);
        if (both[0] > both[1] || both[1] > MOST_PORT) {
            throw new FlagError("invalid argument \"" + ports + "\" for \"--service-node-port-range\" flag: the port range must"
                    + " be within 1 and 65535 and must not end before it begins");
        }
        try {
            return new ServiceRanges(ServiceRanges.network(said.isEmpty() ? USUAL_RANGE : said), both[0], both[1]);
        } catch (IllegalArgumentException wrong) {
            throw new FlagError(wrong.getMessage());
        }
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
}
