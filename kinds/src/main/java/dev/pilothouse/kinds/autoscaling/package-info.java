/// Kinds of the group `autoscaling`, one file each.
package dev.pilothouse.kinds.autoscaling;
