/// Kinds of the group `coordination.k8s.io`, one file each.
package dev.pilothouse.kinds.coordination;
