/// The controller manager.
module dev.pilothouse.controllers {
    requires transitive dev.pilothouse.api;
    requires transitive dev.pilothouse.client;

    exports dev.pilothouse.controllers;
}
