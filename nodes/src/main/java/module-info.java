/// Simulated nodes: kubelet-shaped clients that run pods by rules instead of containers.
module dev.pilothouse.nodes {
    requires transitive dev.pilothouse.api;
    requires transitive dev.pilothouse.client;
    requires org.slf4j;

    exports dev.pilothouse.nodes;
}
