/// Kinds of the group `scheduling.k8s.io`, one file each.
package dev.pilothouse.kinds.scheduling;
