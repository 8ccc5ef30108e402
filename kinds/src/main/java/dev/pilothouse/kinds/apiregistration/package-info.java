/// Kinds of the group `apiregistration.k8s.io`, one file each.
package dev.pilothouse.kinds.apiregistration;
