package dev.pilothouse.app;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;

/// Addresses of this machine, and how they are written.
public final class OwnAddress {
    /// No network at all: an address that stands for nobody (RFC 5737).
    private static final String NOBODY = "192.0.2.1";

    private OwnAddress() {}

    /// As upstream chooses: the first address that isn't loopback.
    public static String first() {
        try {
            return NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(it -> it instanceof Inet4Address && !it.isLoopbackAddress())
                    .map(InetAddress::getHostAddress)
                    .findFirst()
                    .orElse(NOBODY);
        } catch (SocketException unknown) {
            return NOBODY;
        }
    }

    /// Whether to listen there is to listen everywhere.
    public static boolean isAny(String address) {
        return address.equals("0.0.0.0") || address.equals("::");
    }

    static boolean isLoopback(String address) {
        return InetAddress.ofLiteral(address).isLoopbackAddress();
    }
}
