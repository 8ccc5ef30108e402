/// Simulated nodes: kubelet-shaped clients that run pods by rules instead of containers.
package dev.pilothouse.nodes;
