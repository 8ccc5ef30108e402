/// The controllers of kube-controller-manager.
module dev.pilothouse.controllers {
    requires transitive dev.pilothouse.api;
    requires transitive dev.pilothouse.client;
    requires org.slf4j;

    exports dev.pilothouse.controllers;
}
