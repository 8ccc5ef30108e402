/// The cluster store: keys, bytes, revisions, transactions, watches, leases.
module dev.pilothouse.store {
    requires io.grpc;
    requires io.grpc.netty;
    requires io.grpc.stub;
    requires io.netty.common;
    requires io.netty.transport;
    requires java.logging;
    requires org.slf4j;

    exports dev.pilothouse.store;
    exports dev.pilothouse.store.memory;
    exports dev.pilothouse.store.disk;
    exports dev.pilothouse.store.encryption;
    exports dev.pilothouse.store.etcd;
    exports dev.pilothouse.store.kms;
    exports dev.pilothouse.store.moves;
}
