/// The state machine that the memory and the disk store share: versions of each key, the line of events, leases. No
/// thread, clock or I/O lives here. Start reading at [Mvcc].
package dev.pilothouse.store.mvcc;
