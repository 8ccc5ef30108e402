package dev.pilothouse.client;

import dev.pilothouse.api.coordination.v1.Lease;
import dev.pilothouse.api.meta.ApiError;
import dev.pilothouse.api.meta.ObjectMeta;
import dev.pilothouse.api.meta.Timestamps;
import dev.pilothouse.api.tree.ObjectTree;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One candidate's view of a lease that is held by one of several at a time (`coordination.k8s.io/v1`).
///
/// L1 A candidate takes a lease that nobody holds, or whose record has not changed for the lease's length *while the candidate
///    looked on*. Times that others wrote are never compared with the own clock, so clocks may differ; only their speed counts.
/// L2 Every write names the version that was read: of two candidates one is refused.
///
/// Not safe for use by many threads at once.
final class LeaderLease {
    private static final Logger LOG = LoggerFactory.getLogger(LeaderLease.class);

    private final Client client;
    private final Key lease;
    private final String identity;
    private final Duration length;
    private final InstantSource clock;
    private Optional<ObjectTree> observed = Optional.empty();
    private Instant observedAt = Instant.EPOCH;

    /// @param identity sets this candidate apart from all others
    /// @param length how long others wait for a holder that says nothing
    LeaderLease(Client client, Key lease, String identity, Duration length, InstantSource clock) {
        this.client = client;
        this.lease = lease;
        this.identity = identity;
        this.length = length;
        this.clock = clock;
    }

    /// The holder as last seen; empty when there is none.
    String holder() {
        return spec().text("holderIdentity");
    }

    boolean isHeld() {
        return holder().equals(identity);
    }

    /// The lease as last seen.
    ObjectTree tree() {
        return observed.orElse(ObjectTree.EMPTY);
    }

    private ObjectTree spec() {
        return tree().object("spec");
    }

    /// Takes the lease if it is free, or renews it; false when somebody else has it or the server can't be asked.
    boolean acquireOrRenew() {
        try {
            boolean asExpected = isHeld() && isRunning() || observed.isPresent() && !isHeld() && !isHeldByAnother();
            if (asExpected && writeUnseen()) {
                return true;
            }
            look();
            if (observed.isEmpty()) {
                observe(client.create(Lease.RESOURCE, lease.namespace(), first()));
                return true;
            }
            if (isHeldByAnother()) {
                return false;
            }
            write(isHeld() ? renewed() : taken());
            return true;
        } catch (ApiError e) {
            LOG.debug("{} didn't get the lease {}: {}", identity, lease, e.getMessage());
            return false;
        }
    }

    /// The usual way: nobody else has written, so nothing has to be read, neither for a renewal nor when a lease has ended under
    /// our eyes.
    private boolean writeUnseen() {
        try {
            write(isHeld() ? renewed() : taken());
            return true;
        } catch (ApiError changed) {
            LOG.debug("{} looks at the lease {} again: {}", identity, lease, changed.getMessage());
            return false;
        }
    }

    /// Gives the lease up, so that the next candidate need not wait.
    void release() {
        if (!isHeld()) {
            return;
        }
        String now = now();
        try {
            write(spec().with("holderIdentity", "")
                    .with("leaseDurationSeconds", 1)
                    .with("renewTime", now)
                    .with("acquireTime", now));
        } catch (ApiError e) {
            LOG.debug("{} didn't release the lease {}: {}", identity, lease, e.getMessage());
        }
    }

    /// Takes note of what a watch told. One that lags behind what was read tells nothing.
    void saw(ObjectTree found) {
        if (Informer.revisionOf(found) > Informer.revisionOf(tree())) {
            note(Optional.of(found));
        }
    }

    /// Whether there is nothing to be done about it but to wait.
    boolean isHeldByAnother() {
        return !holder().isEmpty() && !isHeld() && isRunning();
    }

    private boolean isRunning() {
        return left().isPositive();
    }

    /// Until the lease as last seen ends; not positive when it has, or none was seen.
    Duration left() {
        Duration announced = Duration.ofSeconds(spec().number("leaseDurationSeconds"));
        return Duration.between(clock.instant(), observedAt.plus(announced));
    }

    private void look() {
        note(client.find(Lease.RESOURCE, lease));
    }

    /// What was touched without being renewed runs on.
    private void note(Optional<ObjectTree> found) {
        boolean same = found.isPresent() && found.get().object("spec").equals(spec());
        observed = found;
        if (!same) {
            observedAt = clock.instant();
        }
    }

    private void write(ObjectTree spec) {
        observe(client.update(Lease.RESOURCE, tree().with("spec", spec)));
    }

    private void observe(ObjectTree written) {
        observed = Optional.of(written);
        observedAt = clock.instant();
    }

    private ObjectTree first() {
        ObjectTree object = ObjectTree.builder()
                .put("apiVersion", Lease.KIND.apiVersion())
                .put("kind", Lease.KIND.kind())
                .put("spec", own().with("acquireTime", now()).with("leaseTransitions", 0))
                .build();
        return ObjectMeta.withNamespace(ObjectMeta.withName(object, lease.name()), lease.namespace());
    }

    private ObjectTree taken() {
        return own().with("acquireTime", now()).with("leaseTransitions", spec().number("leaseTransitions") + 1);
    }

    private ObjectTree renewed() {
        return own().with("acquireTime", spec().get("acquireTime"))
                .with("leaseTransitions", spec().number("leaseTransitions"));
    }

    private ObjectTree own() {
        return ObjectTree.builder()
                .put("holderIdentity", identity)
                .put("leaseDurationSeconds", length.toSeconds())
                .put("renewTime", now())
                .build();
    }

    private String now() {
        return Timestamps.micros(clock.instant());
    }
}
