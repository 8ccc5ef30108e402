/// The cluster store: keys, bytes, revisions, transactions, watches, leases.
module dev.pilothouse.store {
    requires org.slf4j;

    exports dev.pilothouse.store;
    exports dev.pilothouse.store.memory;
    exports dev.pilothouse.store.disk;
    exports dev.pilothouse.store.encryption;
}
