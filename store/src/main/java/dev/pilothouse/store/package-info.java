/// The cluster store: keys, bytes, revisions, transactions, watches, leases.
package dev.pilothouse.store;
