/// Kinds of the group `resource.k8s.io`, one file each.
package dev.pilothouse.kinds.resource;
