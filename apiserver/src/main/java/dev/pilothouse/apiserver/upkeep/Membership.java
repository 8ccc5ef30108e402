package dev.pilothouse.apiserver.upkeep;

import dev.pilothouse.apiserver.bootstrap.Self;
import dev.pilothouse.apiserver.bootstrap.WhereServerIs;
import dev.pilothouse.store.Store;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// This API server as one of several on the same store: clients find it, other servers know of it, until it ends.
///
/// M1 A server that was killed is found no more after [MasterLeases#TTL] and one round of another server; one that ended in
///    order is gone from the list at once.
public final class Membership implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Membership.class);

    /// Between two rounds: less than the TTL, so that one that is missed does no harm.
    private static final Duration ROUND = Duration.ofSeconds(10);

    /// Between two looks for what crashes left behind (upstream's repair interval).
    private static final Duration REPAIR = Duration.ofMinutes(3);

    /// Between two looks whether other servers can still read whom this one believes (upstream's interval).
    private static final Duration TRUST = Duration.ofMinutes(1);

    private final KubernetesEndpoints endpoints;
    private final IdentityLease identity;
    private final InstantSource clock;
    private final Rounds rounds = new Rounds("Saying that the server lives", ROUND, this::round);
    private final Rounds repairs;
    private final Rounds trust;
    private Instant collected = Instant.MIN;

    /// How the endpoints of the Service `kubernetes` come to be (upstream's `--endpoint-reconciler-type`).
    public sealed interface Reconciler {
        /// The servers that keep a lease in the store.
        record Lease() implements Reconciler {}

        /// So many servers, whether they live or not.
        record MasterCount(int count) implements Reconciler {}

        /// Somebody else writes them.
        record None() implements Reconciler {}
    }

    /// What sets one server apart from the others.
    ///
    /// @param host the machine's name
    public record Member(String host, Reconciler reconciler) {}

    /// By which name the server on a host is known among its like.
    public static String name(String host) {
        return IdentityLease.name(host);
    }

    /// @param repair makes what servers count together fit the objects again
    public Membership(
            Self self,
            Store store,
            WhereServerIs where,
            Member member,
            Runnable repair,
            InstantSource clock,
            RandomGenerator random) {
        this.endpoints = new KubernetesEndpoints(self, store, where, member.reconciler());
        this.identity = new IdentityLease(self, member.host(), where, clock, random);
        this.repairs = new Rounds("Looking for lost addresses and node ports", REPAIR, repair);
        this.trust = new Rounds(
                "Telling other servers whom to believe", TRUST, () -> where.trust().announce(self, clock.instant()));
        this.clock = clock;
    }

    /// Joins: from now on clients may come. The rest is the executor's.
    public void start(Executor executor) {
        endpoints.reconcile();
        executor.execute(rounds);
        executor.execute(repairs);
        executor.execute(trust);
    }

    private void round() {
        identity.renew();
        if (collected.plus(IdentityLease.LENGTH).isBefore(clock.instant())) {
            identity.collect();
            collected = clock.instant();
        }
        if (!rounds.isClosed()) {
            endpoints.reconcile();
        }
    }

    /// Leaves the list of servers.
    @Override
    public void close() {
        if (rounds.isClosed()) {
            return;
        }
        rounds.close();
        repairs.close();
        trust.close();
        try {
            endpoints.leave();
        } catch (RuntimeException failed) {
            LOG.warn("The server could not leave the endpoints of the Service kubernetes: {}", failed.getMessage());
        }
    }
}
