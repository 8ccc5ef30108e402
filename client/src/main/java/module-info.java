/// What every loop shares: transport, informer, work queue, reconcile loop, events.
module dev.pilothouse.client {
    requires transitive dev.pilothouse.api;
    requires java.net.http;
    requires org.slf4j;

    exports dev.pilothouse.client;
}
