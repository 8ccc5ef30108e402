/// Kinds of the group `rbac.authorization.k8s.io`, one file each.
package dev.pilothouse.kinds.rbac;
