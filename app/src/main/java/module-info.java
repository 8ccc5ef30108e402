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
}
