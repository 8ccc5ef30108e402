/// Kinds of the group `networking.k8s.io`, one file each.
package dev.pilothouse.kinds.networking;
