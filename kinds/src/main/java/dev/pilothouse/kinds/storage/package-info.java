/// Kinds of the group `storage.k8s.io`, one file each.
package dev.pilothouse.kinds.storage;
