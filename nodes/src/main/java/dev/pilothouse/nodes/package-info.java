/// Simulated nodes: they register, renew their leases and run pods by rules instead of containers, through the same door
/// as a kubelet. Start reading at [SimulatedNode].
package dev.pilothouse.nodes;
