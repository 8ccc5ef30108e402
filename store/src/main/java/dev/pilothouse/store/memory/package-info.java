/// The store for tests and embedded clusters: everything is gone with the process.
package dev.pilothouse.store.memory;
