/// What the volume binder and the scheduler must agree on: when a persistent volume is good for a claim. Knows no loop
/// and no cache.
package dev.pilothouse.api.volume;
