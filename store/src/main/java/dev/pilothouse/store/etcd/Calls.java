package dev.pilothouse.store.etcd;

import dev.pilothouse.store.wire.AsBytes;
import io.grpc.MethodDescriptor;
import java.util.Set;

/// The calls of etcd's v3 API. Messages go as bytes: [Messages] reads and writes them.
final class Calls {
    static final MethodDescriptor<byte[], byte[]> RANGE = call("KV/Range", MethodDescriptor.MethodType.UNARY);
    static final MethodDescriptor<byte[], byte[]> TXN = call("KV/Txn", MethodDescriptor.MethodType.UNARY);
    static final MethodDescriptor<byte[], byte[]> COMPACT = call("KV/Compact", MethodDescriptor.MethodType.UNARY);
    static final MethodDescriptor<byte[], byte[]> GRANT = call("Lease/LeaseGrant", MethodDescriptor.MethodType.UNARY);
    static final MethodDescriptor<byte[], byte[]> TIME_TO_LIVE =
            call("Lease/LeaseTimeToLive", MethodDescriptor.MethodType.UNARY);
    static final MethodDescriptor<byte[], byte[]> STATUS = call("Maintenance/Status", MethodDescriptor.MethodType.UNARY);
    static final MethodDescriptor<byte[], byte[]> WATCH =
            call("Watch/Watch", MethodDescriptor.MethodType.BIDI_STREAMING);

    /// What changes something there, if only what is remembered.
    static final Set<MethodDescriptor<byte[], byte[]>> CHANGES = Set.of(TXN, COMPACT, GRANT);

    private Calls() {}

    private static MethodDescriptor<byte[], byte[]> call(String name, MethodDescriptor.MethodType type) {
        return MethodDescriptor.<byte[], byte[]>newBuilder(AsBytes.ALONE, AsBytes.ALONE)
                .setType(type)
                .setFullMethodName("etcdserverpb." + name)
                .build();
    }
}
