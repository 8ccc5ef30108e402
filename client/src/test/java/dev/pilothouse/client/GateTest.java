package dev.pilothouse.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pilothouse.api.meta.ApiError;
import dev.pilothouse.api.tree.NullTree;
import dev.pilothouse.api.tree.ObjectTree;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class GateTest {
    private static final Transport.Call CALL = new Transport.Call("GET", "/version", "", NullTree.ABSENT, "");

    private final CountDownLatch answer = new CountDownLatch(1);
    private final CountDownLatch asked = new CountDownLatch(1);
    private final AtomicInteger calls = new AtomicInteger();
    private final AtomicBoolean hungUp = new AtomicBoolean();
    private final Transport server = new Transport() {
        @Override
        public Answer send(Call call) {
            calls.incrementAndGet();
            asked.countDown();
            try {
                answer.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return new Answer(200, ObjectTree.EMPTY);
        }

        @Override
        public Events watch(Call call) {
            return new Events() {
                @Override
                public Next next(Duration timeout) {
                    return hungUp.get() ? new Next.End() : new Next.Nothing();
                }

                @Override
                public void close() {
                    hungUp.set(true);
                }
            };
        }
    };

    @Test
    void nothingPassesAClosedGateAndNothingIsUnderWayBehindIt() throws InterruptedException {
        Gate gate = new Gate(() -> true);
        Transport through = gate.through(server);
        AtomicBoolean closed = new AtomicBoolean();
        Thread caller = Thread.startVirtualThread(() -> through.send(CALL));
        asked.await();
        Thread closing = Thread.startVirtualThread(() -> {
            gate.close();
            closed.set(true);
        });
        closing.join(Duration.ofMillis(200));
        assertThat(closed).as("closed while a call was under way").isFalse();
        assertThatThrownBy(() -> through.send(CALL)).isInstanceOf(ApiError.class).hasMessageContaining("leads now");
        answer.countDown();
        closing.join();
        caller.join();
        assertThat(calls).hasValue(1);
    }

    @Test
    void nothingPassesAnOpenGateOnceTheRightToActIsOver() {
        AtomicBoolean leads = new AtomicBoolean(true);
        answer.countDown();
        Transport through = new Gate(leads::get).through(server);
        through.send(CALL);
        leads.set(false);
        assertThatThrownBy(() -> through.send(CALL)).isInstanceOf(ApiError.class).hasMessageContaining("leads now");
        assertThatThrownBy(() -> through.watch(CALL)).isInstanceOf(ApiError.class).hasMessageContaining("leads now");
        assertThat(calls).hasValue(1);
    }

    @Test
    void aClosedGateEndsWatches() throws InterruptedException {
        Gate gate = new Gate(() -> true);
        Transport.Events events = gate.through(server).watch(CALL);
        assertThat(events.next(Duration.ZERO)).isInstanceOf(Transport.Next.Nothing.class);
        gate.close();
        assertThat(events.next(Duration.ZERO)).isInstanceOf(Transport.Next.End.class);
    }

    @Test
    void aPaceLetsABurstThroughAndThenSoManyASecond() {
        AtomicLong nanos = new AtomicLong();
        Pace pace = new Pace(10, 2, nanos::get);
        assertThat(pace.take()).isZero();
        assertThat(pace.take()).isZero();
        assertThat(pace.take()).isEqualTo(Duration.ofMillis(100));
        assertThat(pace.take()).isEqualTo(Duration.ofMillis(200));
        nanos.set(Duration.ofSeconds(10).toNanos());
        assertThat(pace.take()).isZero();
    }
}
