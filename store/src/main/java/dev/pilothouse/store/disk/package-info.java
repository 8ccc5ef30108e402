/// The durable store of one machine: the shared state machine, and a journal on disk that it is built again from.
/// Start reading at [DiskStore], then [Journal].
package dev.pilothouse.store.disk;
