/// Kinds of the group `certificates.k8s.io`, one file each.
package dev.pilothouse.kinds.certificates;
