/// Kinds of the group `policy`, one file each.
package dev.pilothouse.kinds.policy;
