/// The only way in: authenticated, authorized, admitted, validated, persisted.
module dev.pilothouse.apiserver {
    requires transitive dev.pilothouse.api;
    requires transitive dev.pilothouse.kinds;
    requires transitive dev.pilothouse.store;
    requires org.eclipse.jetty.alpn.server;
    requires org.eclipse.jetty.http2.server;
    requires org.eclipse.jetty.server;
    requires org.eclipse.jetty.websocket.core.common;
    requires org.eclipse.jetty.websocket.core.server;
    requires java.management;
    requires java.naming;
    requires jdk.management;
    requires org.slf4j;

    exports dev.pilothouse.apiserver;
    exports dev.pilothouse.apiserver.authentication;
    exports dev.pilothouse.apiserver.bootstrap;
    exports dev.pilothouse.apiserver.http;
    exports dev.pilothouse.apiserver.metrics;
    exports dev.pilothouse.apiserver.pki;
    exports dev.pilothouse.apiserver.storage;
    exports dev.pilothouse.apiserver.upkeep;
}
