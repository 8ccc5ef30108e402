package dev.pilothouse.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.pilothouse.api.coordination.v1.Lease;
import dev.pilothouse.api.core.v1.Event;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.client.LeaderElection.Timings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class LeaderElectionTest {
    private static final Key KEY = new Key("kube-system", "tests");
    private static final Duration LENGTH = Timings.STANDARD.lease();

    /// Longer than any machine takes.
    private static final Duration LONG = Duration.ofMinutes(1);

    private final FakeServer server = new FakeServer();
    private final StandingClock clock = new StandingClock();

    @Nested
    final class TheLease {
        private final LeaderLease first = candidate("first");
        private final LeaderLease second = candidate("second");

        @Test
        void isMadeByTheFirstWhoAsks() {
            assertThat(first.acquireOrRenew()).isTrue();
            ObjectTree spec = spec();
            assertThat(spec.text("holderIdentity")).isEqualTo("first");
            assertThat(spec.number("leaseDurationSeconds")).isEqualTo(15);
            assertThat(spec.number("leaseTransitions")).isZero();
            assertThat(spec.text("acquireTime")).isEqualTo("2026-01-01T00:00:00.000000Z");
        }

        @Test
        void isNotTakenFromAHolderWhoRenews() {
            first.acquireOrRenew();
            for (int i = 0; i < 20; i++) {
                clock.advance(Duration.ofSeconds(2));
                assertThat(second.acquireOrRenew()).isFalse();
                assertThat(first.acquireOrRenew()).isTrue();
            }
            assertThat(second.holder()).isEqualTo("first");
        }

        @Test
        void keepsWhenItWasAcquiredAndTellsWhenItWasRenewed() {
            first.acquireOrRenew();
            clock.advance(Duration.ofSeconds(2));
            first.acquireOrRenew();
            assertThat(spec().text("acquireTime")).isEqualTo("2026-01-01T00:00:00.000000Z");
            assertThat(spec().text("renewTime")).isEqualTo("2026-01-01T00:00:02.000000Z");
        }

        @Test
        void isTakenWhenItStoodStillForItsLengthWhileTheOtherLookedOn() {
            first.acquireOrRenew();
            clock.advance(Duration.ofHours(1));
            assertThat(second.acquireOrRenew()).as("looks for the first time").isFalse();
            clock.advance(LENGTH.minusSeconds(1));
            assertThat(second.acquireOrRenew()).isFalse();
            clock.advance(Duration.ofSeconds(1));
            assertThat(second.acquireOrRenew()).isTrue();
            assertThat(spec().number("leaseTransitions")).isEqualTo(1);
            assertThat(first.acquireOrRenew()).isFalse();
            assertThat(first.isHeld()).isFalse();
        }

        @Test
        void isTakenAtOnceWhenItWasReleased() {
            first.acquireOrRenew();
            first.release();
            assertThat(spec().text("holderIdentity")).isEmpty();
            assertThat(spec().number("leaseDurationSeconds")).isEqualTo(1);
            assertThat(second.acquireOrRenew()).isTrue();
            assertThat(spec().number("leaseTransitions")).isEqualTo(1);
        }

        @Test
        void isNotReleasedByWhoDoesNotHoldIt() {
            first.acquireOrRenew();
            second.acquireOrRenew();
            second.release();
            assertThat(spec().text("holderIdentity")).isEqualTo("first");
        }

        @Test
        void isRenewedAlthoughSomebodyElseTouchedTheObject() {
            first.acquireOrRenew();
            new Client(server)
                    .merge(
                            Lease.RESOURCE,
                            KEY,
                            "",
                            ObjectTree.of("metadata", ObjectTree.of("labels", ObjectTree.EMPTY.with("a", "b"))));
            clock.advance(Duration.ofSeconds(2));
            assertThat(first.acquireOrRenew()).isTrue();
            assertThat(spec().text("renewTime")).isEqualTo("2026-01-01T00:00:02.000000Z");
        }

        @Test
        void isMadeAgainWhenSomebodyDeletedIt() {
            first.acquireOrRenew();
            new Client(server).delete(Lease.RESOURCE, KEY, Client.Deletion.PLAIN);
            assertThat(first.acquireOrRenew()).isTrue();
            assertThat(spec().text("holderIdentity")).isEqualTo("first");
        }

        @Test
        void isNotHadWhileTheServerIsAway() {
            server.down();
            assertThat(first.acquireOrRenew()).isFalse();
            server.up();
            assertThat(first.acquireOrRenew()).isTrue();
        }

        private LeaderLease candidate(String identity) {
            return new LeaderLease(new Client(server), KEY, identity, LENGTH, clock);
        }
    }

    @Nested
    final class TheWatch {
        private final LeaderLease first = new LeaderLease(new Client(server), KEY, "first", LENGTH, clock);
        private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

        @Test
        void tellsOfEveryRenewalAndOfNothingElse() throws InterruptedException {
            first.acquireOrRenew();
            try (LeaseWatch watch = LeaseWatch.of(server, KEY, threads)) {
                assertThat(watch.await(LONG)).isTrue();
                for (int i = 0; i < 3; i++) {
                    first.acquireOrRenew();
                    assertThat(watch.await(LONG)).isTrue();
                    assertThat(watch.seen()).contains(lease());
                    assertThat(watch.await(Duration.ofMillis(1))).isFalse();
                }
                assertThat(watch.isFollowing()).isTrue();
            }
        }

        @Test
        void isNotWaitedForWhenTheServerIsAway() throws InterruptedException {
            server.down();
            try (LeaseWatch watch = LeaseWatch.of(server, KEY, threads)) {
                assertThat(watch.await(Duration.ofMillis(1))).isFalse();
                assertThat(watch.isFollowing()).isFalse();
                server.up();
                first.acquireOrRenew();
                assertThat(watch.await(LONG)).isTrue();
            }
        }

        @Test
        void tellsNothingNewWhenItLagsBehindWhatWasRead() {
            first.acquireOrRenew();
            ObjectTree old = lease();
            first.acquireOrRenew();
            LeaderLease second = new LeaderLease(new Client(server), KEY, "second", LENGTH, clock);
            second.acquireOrRenew();
            second.saw(old);
            assertThat(second.tree()).isEqualTo(lease());
        }

        @AfterEach
        void end() {
            threads.shutdownNow();
        }
    }

    @Nested
    final class TheElection {
        private final List<String> story = new ArrayList<>();
        private BooleanSupplier mayAct = () -> false;

        @Test
        void leadsUntilTheDeadlineWhenTheServerIsAway() throws Exception {
            List<Duration> pauses = new ArrayList<>();
            election("first", pause -> {
                        pauses.add(pause);
                        clock.advance(pause);
                        if (pauses.size() == 3) {
                            server.down();
                        }
                    })
                    .run(leader());
            assertThat(story).containsExactly("starts", "stops");
            // Three renewals of which the last failed, then tries until ten seconds after the last that worked.
            assertThat(pauses).hasSize(2 + 5).containsOnly(Duration.ofSeconds(2));
        }

        @Test
        void mayNotActAnyMoreWhenItWasStoppedForLongerThanTheDeadlineAlthoughNobodyToldItYet() throws Exception {
            List<Boolean> moments = new ArrayList<>();
            election("first", pause -> {
                        clock.advance(pause);
                        moments.add(mayAct.getAsBoolean());
                        if (moments.size() == 3) {
                            clock.advance(LENGTH.plusSeconds(5));
                            moments.add(mayAct.getAsBoolean());
                            taken();
                        }
                    })
                    .run(leader());
            assertThat(moments).containsExactly(true, true, true, false);
            assertThat(mayAct.getAsBoolean()).isFalse();
        }

        @Test
        void leadsAgainInTheSameProcess() throws Exception {
            LeaderElection first = election("first", pause -> {
                clock.advance(pause);
                if (story.size() == 1) {
                    server.down();
                } else if (story.size() == 2) {
                    server.up();
                } else {
                    throw new InterruptedException();
                }
            });
            first.run(leader());
            assertThatExceptionOfType(InterruptedException.class).isThrownBy(() -> first.run(leader()));
            assertThat(story).containsExactly("starts", "stops", "starts", "stops");
        }

        @Test
        void stopsBeforeOthersMayStart() throws Exception {
            LeaderElection first = election("first", pause -> {
                clock.advance(pause);
                server.down();
            });
            first.run(leader());
            server.up();
            LeaderLease other = new LeaderLease(new Client(server), KEY, "second", LENGTH, clock);
            assertThat(other.acquireOrRenew()).as("the lease outlives the leader that couldn't renew").isFalse();
        }

        @Test
        void releasesTheLeaseWhenItIsToldToStopAndOnlyAfterItHasStopped() {
            LeaderElection first = election("first", _ -> {
                throw new InterruptedException();
            });
            assertThatExceptionOfType(InterruptedException.class).isThrownBy(() -> first.run(leader()));
            assertThat(story).containsExactly("starts", "stops");
            assertThat(spec().text("holderIdentity")).isEmpty();
        }

        @Test
        void looksAtTheLeaseOftenAndSpreadAndTakesItWhenItEnds() {
            new LeaderLease(new Client(server), KEY, "other", LENGTH, clock).acquireOrRenew();
            List<Duration> pauses = new ArrayList<>();
            LeaderElection second = election("second", pause -> {
                pauses.add(pause);
                clock.advance(pause);
                if (!story.isEmpty()) {
                    throw new InterruptedException();
                }
            });
            assertThatExceptionOfType(InterruptedException.class).isThrownBy(() -> second.run(leader()));
            pauses.removeLast();
            assertThat(pauses.subList(0, pauses.size() - 1))
                    .allSatisfy(it -> assertThat(it).isBetween(Duration.ofMillis(500), Duration.ofMillis(1_500)));
            assertThat(pauses.stream().distinct().count()).isGreaterThan(1);
            assertThat(pauses.stream().reduce(Duration.ZERO, Duration::plus))
                    .isBetween(LENGTH, LENGTH.plusMillis(200));
        }

        @Test
        void takesTheLeaseWhenItEndsAfterTheLastRenewalThatItWasToldOf() {
            LeaderLease other = new LeaderLease(new Client(server), KEY, "other", LENGTH, clock);
            other.acquireOrRenew();
            Told told = new Told(other, 50);
            List<Duration> gaps = new ArrayList<>();
            LeaderElection second = election(
                    "second",
                    _ -> {
                        gaps.add(Duration.between(told.last(), clock.instant()));
                        throw new InterruptedException();
                    },
                    told);
            assertThatExceptionOfType(InterruptedException.class).isThrownBy(() -> second.run(leader()));
            assertThat(gaps).singleElement().satisfies(gap -> assertThat(gap).isBetween(LENGTH, LENGTH.plusMillis(50)));
            assertThat(server.asked().stream().filter(it -> it.startsWith("GET")).count())
                    .as("looks, of which renewals need none")
                    .isLessThan(12);
            assertThat(told.closed).as("a leader needs no lookout").isTrue();
        }

        @Test
        void takesALeaseThatEndedWhileNobodyAnsweredSoonAfterSomebodyDoes() {
            LeaderLease other = new LeaderLease(new Client(server), KEY, "other", LENGTH, clock);
            other.acquireOrRenew();
            Told told = new Told(other, 1) {
                @Override
                public boolean await(Duration longest) {
                    boolean changed = super.await(longest);
                    Duration gap = Duration.between(last(), clock.instant());
                    if (gap.compareTo(LENGTH.minusSeconds(5)) > 0) {
                        server.down();
                    }
                    if (gap.compareTo(LENGTH.plusSeconds(2)) > 0) {
                        server.up();
                    }
                    return changed;
                }
            };
            List<Duration> gaps = new ArrayList<>();
            LeaderElection second = election(
                    "second",
                    _ -> {
                        gaps.add(Duration.between(told.last(), clock.instant()));
                        throw new InterruptedException();
                    },
                    told);
            assertThatExceptionOfType(InterruptedException.class).isThrownBy(() -> second.run(leader()));
            assertThat(gaps).singleElement()
                    .satisfies(gap -> assertThat(gap).isBetween(LENGTH.plusSeconds(2), LENGTH.plusMillis(2_350)));
        }

        @Test
        void tellsWhoLeads() {
            LeaderElection first = election("first", _ -> {
                throw new InterruptedException();
            });
            assertThatExceptionOfType(InterruptedException.class).isThrownBy(() -> first.run(leader()));
            assertThat(server.all(Client.path(Event.RESOURCE, "kube-system", "")))
                    .extracting(it -> it.text("message"))
                    .containsExactly("first became leader", "first stopped leading");
        }

        /// Somebody else has the lease now.
        private void taken() {
            new Client(server)
                    .merge(
                            Lease.RESOURCE,
                            KEY,
                            "",
                            ObjectTree.of("spec", ObjectTree.EMPTY.with("holderIdentity", "second")));
        }

        private LeaderElection election(String identity, LeaderElection.Pause pause) {
            return election(identity, pause, new Blind(pause));
        }

        private LeaderElection election(
                String identity, LeaderElection.Pause pause, LeaderElection.Lookout lookout) {
            Client client = new Client(server);
            return new LeaderElection(
                    client,
                    KEY,
                    identity,
                    Timings.STANDARD,
                    new EventRecorder(client, "tests", "", clock, Runnable::run),
                    clock,
                    RandomGenerator.of("L64X128MixRandom"),
                    pause,
                    () -> lookout);
        }

        /// Nobody tells it anything.
        private record Blind(LeaderElection.Pause pause) implements LeaderElection.Lookout {
            @Override
            public boolean await(Duration longest) throws InterruptedException {
                pause.sleep(longest);
                return false;
            }

            @Override
            public Optional<ObjectTree> seen() {
                return Optional.empty();
            }

            @Override
            public boolean isFollowing() {
                return false;
            }

            @Override
            public void close() {}
        }

        /// Is told of each renewal by another, who then renews no more.
        private class Told implements LeaderElection.Lookout {
            private final LeaderLease other;
            private int renewals;
            private Instant last = Instant.MIN;
            private boolean closed;

            Told(LeaderLease other, int renewals) {
                this.other = other;
                this.renewals = renewals;
            }

            Instant last() {
                return last;
            }

            @Override
            public boolean await(Duration longest) {
                if (renewals == 0) {
                    clock.advance(longest);
                    return false;
                }
                assertThat(longest).as("longer than a renewal takes").isGreaterThan(Timings.STANDARD.retry());
                renewals--;
                clock.advance(Timings.STANDARD.retry());
                other.acquireOrRenew();
                last = clock.instant();
                return true;
            }

            @Override
            public Optional<ObjectTree> seen() {
                return Optional.of(lease());
            }

            @Override
            public boolean isFollowing() {
                return true;
            }

            @Override
            public void close() {
                closed = true;
            }
        }

        private LeaderElection.Leader leader() {
            return new LeaderElection.Leader() {
                @Override
                public void start(BooleanSupplier leads) {
                    mayAct = leads;
                    story.add("starts");
                }

                @Override
                public void stop() {
                    story.add("stops");
                    assertThat(spec().text("holderIdentity")).as("held until it has stopped").isNotEmpty();
                }
            };
        }
    }

    @Test
    void timingsThatWouldLetTwoLeadAreRefused() {
        Duration second = Duration.ofSeconds(1);
        assertThatIllegalArgumentException().isThrownBy(() -> new Timings(second, second, Duration.ofMillis(1)));
        assertThatIllegalArgumentException().isThrownBy(() -> new Timings(second.multipliedBy(3), second, second));
    }

    private ObjectTree spec() {
        return lease().object("spec");
    }

    private ObjectTree lease() {
        return server.all(Client.path(Lease.RESOURCE, KEY.namespace(), KEY.name())).getFirst();
    }
}
