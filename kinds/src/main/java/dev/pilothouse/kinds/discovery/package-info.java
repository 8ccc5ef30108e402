/// Kinds of the group `discovery.k8s.io`, one file each.
package dev.pilothouse.kinds.discovery;
