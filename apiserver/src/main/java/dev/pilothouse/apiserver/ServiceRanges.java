package dev.pilothouse.apiserver;

/// What Services get their addresses and ports from.
///
/// @param addresses an IPv4 range such as `10.0.0.0/16`
/// @param firstNodePort the first port that is opened on nodes, and the last one
public record ServiceRanges(String addresses, int firstNodePort, int lastNodePort) {
    private static final int FIRST_NODE_PORT = 30_000;
    private static final int LAST_NODE_PORT = 32_767;

    /// With upstream's node ports.
    public static ServiceRanges of(String addresses) {
        return new ServiceRanges(addresses, FIRST_NODE_PORT, LAST_NODE_PORT);
    }

    /// Where Services inside the cluster find the API server.
    public String firstAddress() {
        String[] bytes = addresses.substring(0, addresses.indexOf('/')).split("\\.");
        int last = Integer.parseInt(bytes[3]) + 1;
        return bytes[0] + "." + bytes[1] + "." + bytes[2] + "." + last;
    }
}
