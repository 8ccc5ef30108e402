/// Kinds of the group `node.k8s.io`, one file each.
package dev.pilothouse.kinds.node;
