/// The cluster store: keys, bytes, revisions, transactions, watches, leases.
module dev.pilothouse.store {
}
