/// Flags, wiring, packaging: the only place with new across modules.
package dev.pilothouse.app;
