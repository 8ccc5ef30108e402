/// Kinds of the group `apps`, one file each.
package dev.pilothouse.kinds.apps;
