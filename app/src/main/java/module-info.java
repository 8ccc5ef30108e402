/// Flags, wiring, packaging: the only place with new across modules.
module dev.pilothouse.app {
    requires transitive dev.pilothouse.api;
    requires transitive dev.pilothouse.kinds;
    requires transitive dev.pilothouse.store;
    requires transitive dev.pilothouse.apiserver;
    requires transitive dev.pilothouse.client;
    requires transitive dev.pilothouse.controllers;
    requires transitive dev.pilothouse.scheduler;
    requires transitive dev.pilothouse.nodes;
    requires java.net.http;
    requires org.slf4j;
    requires ch.qos.logback.classic;
    requires ch.qos.logback.core;

    exports dev.pilothouse.app;
    // Which makes a provider of the class that it is told by name.
    exports dev.pilothouse.app.logs to
            org.slf4j;

    provides ch.qos.logback.classic.spi.Configurator with
            dev.pilothouse.app.logs.QuietStart;
}
