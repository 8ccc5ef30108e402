package dev.pilothouse.client;

import dev.pilothouse.api.tree.ObjectTree;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Lets one of several processes act at a time: waits for a lease, leads while it can be renewed, and gives it back in the end.
///
/// A leader that couldn't renew stops before others may begin, because the deadline is shorter than the lease.
public final class LeaderElection {
    private static final Logger LOG = LoggerFactory.getLogger(LeaderElection.class);

    /// A leader must have time for two tries, and upstream's candidates spread theirs by so much.
    private static final double JITTER = 1.2;

    /// Candidates who aren't told of renewals look for them every quarter to three quarters of the retry period: the later they
    /// see one, the later the lease ends for them. Spread, so that many don't come at once.
    private static final double LOOKS = 0.25;

    /// Who is told looks only when a renewal is overdue by a quarter to three quarters of a retry period.
    private static final double OVERDUE = 1.25;

    /// A lease that has ended and couldn't be taken, since nobody answered, is tried again after this much to three times
    /// this much of a retry period: nobody acts meanwhile.
    private static final double AGAIN = 0.05;

    /// Nor do they come at once when the lease ends.
    private static final Duration SPREAD = Duration.ofMillis(20);

    private final LeaderLease lease;
    private final Timings timings;
    private final EventRecorder events;
    private final String identity;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final Pause pause;
    private final Supplier<Lookout> lookouts;

    /// Until when what the last renewal proved holds; whoever leads may act no longer, whatever kept it from noticing.
    private volatile Instant leadsUntil = Instant.MIN;

    /// @param lease how long others wait for a holder that says nothing
    /// @param renewDeadline how long a leader that can't renew goes on trying
    /// @param retry between two tries
    public record Timings(Duration lease, Duration renewDeadline, Duration retry) {
        /// Upstream's `--leader-elect-…` defaults.
        public static final Timings STANDARD =
                new Timings(Duration.ofSeconds(15), Duration.ofSeconds(10), Duration.ofSeconds(2));

        public Timings {
            if (lease.compareTo(renewDeadline) <= 0 || renewDeadline.toMillis() <= JITTER * retry.toMillis()) {
                throw new IllegalArgumentException("lease > renew deadline > 1.2 × retry must hold");
            }
        }
    }

    /// What is done while leading.
    public interface Leader {
        /// Begins to look at what it may have to act on. Returns soon.
        default void standBy() {}

        /// Begins to act. Returns soon.
        ///
        /// @param leads whether it may act at this very moment: a process that was stopped for a while finds out that it may
        ///     not before it does anything
        void start(BooleanSupplier leads);

        /// Ends all that [#standBy] and [#start] began; nothing acts any more when it returns.
        void stop();
    }

    /// Lets time pass.
    @FunctionalInterface
    public interface Pause {
        void sleep(Duration duration) throws InterruptedException;
    }

    /// Who waits for a lease to end keeps one.
    public interface Lookout extends AutoCloseable {
        /// Waits for so long, or until the lease changes; true if it did.
        boolean await(Duration longest) throws InterruptedException;

        /// The lease as last told; empty when there is none, or nobody told.
        Optional<ObjectTree> seen();

        /// Whether changes are told.
        boolean isFollowing();

        @Override
        void close();

        /// Watches the lease.
        ///
        /// @param executor follows it for as long as somebody waits
        static Supplier<Lookout> watching(Transport transport, Key lease, Executor executor) {
            return () -> LeaseWatch.of(transport, lease, executor);
        }
    }

    /// @param lease names the lease that all candidates share
    /// @param identity sets this candidate apart from all others
    /// @param events told of a change of leadership
    /// @param clock measures; a steady one keeps others from being let in early, or late, when somebody sets the time
    /// @param random spreads the tries
    /// @param pause between two renewals
    /// @param lookouts kept while another leads
    public LeaderElection(
            Client client,
            Key lease,
            String identity,
            Timings timings,
            EventRecorder events,
            InstantSource clock,
            RandomGenerator random,
            Pause pause,
            Supplier<Lookout> lookouts) {
        this.lease = new LeaderLease(client, lease, identity, timings.lease, clock);
        this.timings = timings;
        this.events = events;
        this.identity = identity;
        this.clock = clock;
        this.random = random;
        this.pause = pause;
        this.lookouts = lookouts;
    }

    /// Waits for leadership, leads, and returns when it is lost, after the leader has stopped. An interrupt ends the waiting,
    /// and the leading in order: the lease is released then.
    public void run(Leader leader) throws InterruptedException {
        leader.standBy();
        try {
            leadsUntil = acquire().plus(timings.renewDeadline);
        } catch (InterruptedException | RuntimeException ended) {
            leader.stop();
            throw ended;
        }
        LOG.info("{} leads", identity);
        tell("became leader");
        boolean interrupted = false;
        try {
            leader.start(() -> clock.instant().isBefore(leadsUntil));
            renewUntilLost();
        } catch (InterruptedException stop) {
            interrupted = true;
        } finally {
            leadsUntil = Instant.MIN;
            leader.stop();
        }
        tell("stopped leading");
        // Only now, when nothing acts any more, may somebody else begin.
        lease.release();
        if (interrupted) {
            throw new InterruptedException(identity + " was told to stop leading");
        }
        LOG.warn("{} couldn't renew its lease and leads no more", identity);
    }

    /// Waits for leadership, and answers when what got it was asked.
    private Instant acquire() throws InterruptedException {
        try (Lookout lookout = lookouts.get()) {
            while (true) {
                Instant asked = clock.instant();
                if (lease.acquireOrRenew()) {
                    return asked;
                }
                awaitNextTry(lookout);
            }
        }
    }

    /// A renewal that is told needs no look of our own.
    private void awaitNextTry(Lookout lookout) throws InterruptedException {
        while (lookout.await(untilNextTry(lookout.isFollowing()))) {
            lookout.seen().ifPresent(lease::saw);
            if (lookout.seen().isEmpty() || !lease.isHeldByAnother()) {
                return;
            }
        }
    }

    /// Until the next look, or until the lease ends if nobody renews it.
    private Duration untilNextTry(boolean told) {
        Duration left = lease.left();
        boolean overdue = !left.isPositive() && !lease.tree().isEmpty();
        double soonest = overdue ? AGAIN : told ? OVERDUE : LOOKS;
        long look = (long) (timings.retry.toMillis() * (soonest + random.nextDouble() * 2 * (overdue ? AGAIN : LOOKS)));
        long end = left.toMillis() + 1 + (long) (random.nextDouble() * SPREAD.toMillis());
        return Duration.ofMillis(left.isPositive() ? Math.min(look, end) : look);
    }

    /// Ends before the deadline is over by more than one try takes: the lease outlives that.
    private void renewUntilLost() throws InterruptedException {
        while (true) {
            Duration left = Duration.between(clock.instant(), leadsUntil);
            if (!left.isPositive()) {
                return;
            }
            pause.sleep(left.compareTo(timings.retry) < 0 ? left : timings.retry);
            Instant asked = clock.instant();
            if (lease.acquireOrRenew()) {
                leadsUntil = asked.plus(timings.renewDeadline);
            } else if (!lease.isHeld()) {
                return;
            }
        }
    }

    private void tell(String what) {
        events.record(lease.tree(), "Normal", "LeaderElection", identity + " " + what);
    }
}
