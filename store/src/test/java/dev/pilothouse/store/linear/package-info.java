/// Is the store ever wrong, whatever happens to it? Clients write, read and watch while processes are killed and paused, disks
/// fail and networks are cut; every request and its answer is recorded, and the record is judged afterwards.
///
/// [Trial] plays one seed, [Client] is one of those who ask, [Target] is what they ask and what goes wrong meanwhile, [Judge]
/// decides. Start reading at [Judge].
package dev.pilothouse.store.linear;
