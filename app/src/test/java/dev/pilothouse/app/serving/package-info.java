/// API servers over the network: how they answer clients of every manner, keep many of them, and go without anybody noticing.
/// Start at `RollingRestartTest`.
package dev.pilothouse.app.serving;
