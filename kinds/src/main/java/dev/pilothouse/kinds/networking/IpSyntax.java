package dev.pilothouse.kinds.networking;

import java.util.List;

/// IP addresses as names of objects.
final class IpSyntax {
    private IpSyntax() {}

    /// The canonical form of RFC 5952, so that no address has two names.
    static List<String> name(String value) {
        return dev.pilothouse.kinds.rules.Ip.canonical(value);
    }
}
