/// The scheduler: filters, ranks, binds.
module dev.pilothouse.scheduler {
    requires transitive dev.pilothouse.api;
    requires transitive dev.pilothouse.client;
    requires org.slf4j;

    exports dev.pilothouse.scheduler;
}
