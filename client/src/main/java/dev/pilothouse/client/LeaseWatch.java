package dev.pilothouse.client;

import dev.pilothouse.api.coordination.v1.Lease;
import dev.pilothouse.api.tree.ObjectTree;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// Hears of every renewal of a lease when it happens: who waits for its end then measures from the renewal itself, and not from
/// when he next looked.
///
/// Opening a watch may hang, and nobody waits for that here: until it tells something, it is as if there were none.
final class LeaseWatch implements LeaderElection.Lookout {
    private final Key lease;
    private final Informer informer;
    private final Semaphore changes = new Semaphore(0);

    private LeaseWatch(Transport transport, Key lease) {
        this.lease = lease;
        this.informer =
                new Informer(Lease.RESOURCE, transport, lease.namespace(), "fieldSelector=metadata.name%3D" + lease.name());
        informer.listen((_, _) -> changes.release());
    }

    /// @param executor follows the lease until this is closed
    static LeaseWatch of(Transport transport, Key lease, Executor executor) {
        LeaseWatch watch = new LeaseWatch(transport, lease);
        watch.informer.start(executor);
        return watch;
    }

    @Override
    public boolean await(Duration longest) throws InterruptedException {
        boolean changed = changes.tryAcquire(longest.toNanos(), TimeUnit.NANOSECONDS);
        changes.drainPermits();
        return changed;
    }

    @Override
    public Optional<ObjectTree> seen() {
        return informer.get(lease);
    }

    @Override
    public boolean isFollowing() {
        return informer.isSynced();
    }

    @Override
    public void close() {
        informer.close();
    }
}
