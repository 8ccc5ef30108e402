package dev.pilothouse.controllers.services;

import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/// The order in which ports stand in Endpoints and slices: upstream sorts them by a hash (FNV-1a of 128 bits) of what
/// Go prints of them, and readers that compare lists rely on it.
public final class PortOrder {
    private static final BigInteger FNV_OFFSET = new BigInteger("6c62272e07bb014262b821756295c58d", 16);
    private static final BigInteger FNV_PRIME = BigInteger.ONE.shiftLeft(88).add(BigInteger.valueOf(0x13b));
    private static final BigInteger MASK = BigInteger.ONE.shiftLeft(128).subtract(BigInteger.ONE);

    private PortOrder() {}

    /// Ports of an Endpoints subset.
    public static ListTree ofSubset(List<? extends Tree> ports) {
        return sorted(
                ports,
                port -> "(v1.EndpointPort){Name:(string)" + port.text("name") + " Port:(int32)" + port.number("port")
                        + " Protocol:(v1.Protocol)" + port.text("protocol") + " AppProtocol:(*string)"
                        + pointer(port, "appProtocol") + "}");
    }

    /// Ports of a slice.
    public static ListTree ofSlice(List<? extends Tree> ports) {
        return sorted(
                ports,
                port -> "(v1.EndpointPort){Name:(*string)" + pointer(port, "name") + " Protocol:(*v1.Protocol)"
                        + pointer(port, "protocol") + " Port:(*int32)" + pointer(port, "port")
                        + " AppProtocol:(*string)" + pointer(port, "appProtocol") + "}");
    }

    private static String pointer(ObjectTree port, String field) {
        Tree value = port.get(field);
        if (value.isNull()) {
            return "<nil>";
        }
        return value.type() == Tree.Type.NUMBER ? Long.toString(value.asLong()) : value.asText();
    }

    private static ListTree sorted(
            List<? extends Tree> ports, Function<ObjectTree, String> printed) {
        return ListTree.of(ports.stream()
                .sorted(Comparator.comparing(
                        port -> fnv(printed.apply(port.asObject()).getBytes(StandardCharsets.UTF_8))))
                .toList());
    }

    private static BigInteger fnv(byte[] bytes) {
        BigInteger hash = FNV_OFFSET;
        for (byte b : bytes) {
            hash = hash.xor(BigInteger.valueOf(b & 0xff)).multiply(FNV_PRIME).and(MASK);
        }
        return hash;
    }
}
