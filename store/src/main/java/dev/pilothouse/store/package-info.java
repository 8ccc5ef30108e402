/// The cluster store: keys, bytes, revisions, transactions, watches, leases. The contract that all implementations keep
/// is [Store]; it knows nothing of kinds and JSON. Start reading there.
package dev.pilothouse.store;
