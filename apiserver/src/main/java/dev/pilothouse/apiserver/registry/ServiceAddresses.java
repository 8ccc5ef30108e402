package dev.pilothouse.apiserver.registry;

import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.store.Transaction;
import java.util.List;
import java.util.Optional;

/// Cluster IPs and node ports of Services. Addresses are taken before the Service is written; ports are, and both are taken back,
/// in the same transaction as the Service.
public interface ServiceAddresses {

    /// What a write of a Service holds until it is committed or given up.
    interface Reservation {
        /// The Service with its addresses filled in.
        ObjectTree object();

        /// Takes the address, if one is needed; false when somebody else was faster. To be called before the Service is written.
        boolean claim();

        /// What is written beside the Service. From here to [#release] no other write of this server takes a port.
        Transaction transaction();

        /// The store refused the Service: what was claimed for it is free again.
        void giveBack();

        /// Ends the hold; what was committed stays taken by the stored objects.
        void release();
    }

    /// Reserves what the object needs beyond what the old one has; empty when it is no Service or needs nothing. A dry run
    /// gets stand-ins: the address of the range itself, and a port that nobody can be given.
    Optional<Reservation> reserve(
            Resource resource, ObjectTree object, Optional<ObjectTree> old, boolean dryRun);

    /// What is written when the object is removed.
    Transaction freed(Resource resource, ObjectTree object);

    /// Frees what the object had and has no more, after the write was committed.
    ///
    /// @param after empty object for one that was removed
    void settle(Resource resource, ObjectTree before, ObjectTree after);

    /// Gives out nothing.
    ServiceAddresses NONE = new ServiceAddresses() {
        @Override
        public Optional<Reservation> reserve(
            Resource resource, ObjectTree object, Optional<ObjectTree> old, boolean dryRun) {
            return Optional.empty();
        }

        @Override
        public Transaction freed(Resource resource, ObjectTree object) {
            return new Transaction(List.of(), List.of());
        }

        @Override
        public void settle(Resource resource, ObjectTree before, ObjectTree after) {}
    };
}
