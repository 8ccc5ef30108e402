/// Kinds of the group `apiextensions.k8s.io`, one file each.
package dev.pilothouse.kinds.apiextensions;
