/// Kinds of the group `batch`, one file each.
package dev.pilothouse.kinds.batch;
