/// What is read without asking the store: for each resource an immutable snapshot and the recent events, replaced by
/// one owner thread in revision order. GET and LIST are answered from the snapshot, WATCH from the events. Knows
/// nothing of HTTP. Start reading at [ResourceCache].
package dev.pilothouse.apiserver.read;
