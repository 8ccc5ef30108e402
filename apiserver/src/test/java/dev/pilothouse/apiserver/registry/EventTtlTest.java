package dev.pilothouse.apiserver.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.api.metrics.Distribution;
import dev.pilothouse.api.metrics.Family;
import dev.pilothouse.api.metrics.Sink;
import dev.pilothouse.apiserver.storage.EventLifetime;
import dev.pilothouse.store.SplitStore;
import dev.pilothouse.store.memory.MemoryStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventTtlTest {
    private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

    private Instant now = BEGIN;
    private final MemoryStore store = new MemoryStore(() -> now);

    private EventTtl ttl(String ttl, long reuseSeconds) {
        return new EventTtl(store, () -> now, new EventLifetime(Duration.parse(ttl), reuseSeconds));
    }

    /// What holds is the shorter of what the flag says and a twentieth of the time to live.
    @ParameterizedTest
    @CsvSource({
        "PT1H,  60, 59, true",
        "PT1H,  60, 60, false",
        "PT1H,  10, 9,  true",
        "PT1H,  10, 10, false",
        "PT1H, 600, 179, true",
        "PT1H, 600, 180, false",
        "PT5M,  60, 14, true",
        "PT5M,  60, 15, false",
        "PT10S, 60, 1,  false",
        "PT1H,   0, 1,  false",
    })
    void aLeaseIsSharedForATime(String length, long reuseSeconds, long laterSeconds, boolean shared) {
        EventTtl ttl = ttl(length, reuseSeconds);
        long first = ttl.lease();
        now = BEGIN.plusSeconds(laterSeconds);
        assertThat(ttl.lease() == first).isEqualTo(shared);
    }

    @Test
    void aLeaseThatWouldEndTooLateIsNotTaken() {
        EventTtl ttl = ttl("PT1H", 60);
        long first = ttl.lease();
        now = BEGIN.minusSeconds(5);
        assertThat(ttl.lease()).isNotEqualTo(first);
    }

    @Test
    void noEventEndsBeforeItsTime() {
        EventTtl ttl = ttl("PT1H", 60);
        long lease = ttl.lease();
        assertThat(store.remaining(lease)).contains(Duration.ofSeconds(3_660));
        now = BEGIN.plusSeconds(59);
        assertThat(ttl.lease()).isEqualTo(lease);
        assertThat(store.remaining(lease)).contains(Duration.ofSeconds(3_601));
    }

    @Test
    void aLeaseTakesAThousandEvents() {
        EventTtl ttl = ttl("PT1H", 60);
        long first = ttl.lease();
        now = BEGIN.plusSeconds(1);
        for (int event = 2; event <= 1_000; event++) {
            assertThat(ttl.lease()).isEqualTo(first);
        }
        long next = ttl.lease();
        assertThat(next).isNotEqualTo(first);
        now = BEGIN.plusSeconds(2);
        assertThat(ttl.lease()).isEqualTo(next);
        assertThat(distribution(ttl).in(4)).as("leases of 501 to 1000 events").isEqualTo(1);
        assertThat(distribution(ttl).sum()).isEqualTo(1_000);
    }

    private static Distribution distribution(EventTtl ttl) {
        List<Distribution> told = new ArrayList<>();
        ttl.source().tell(new Sink() {
            @Override
            public void value(Family family, double value, String... labels) {
                throw new IllegalStateException("no value is told of " + family.name());
            }

            @Override
            public void distribution(Family family, Distribution distribution, String... labels) {
                told.add(distribution);
            }
        });
        return told.getFirst();
    }

    @Test
    void leasesAreTakenWhereEventsAre() {
        MemoryStore other = new MemoryStore(() -> now);
        SplitStore split =
                new SplitStore(store, List.of(new SplitStore.Route("/registry/events/", other)), List.of(other));
        long lease = new EventTtl(split, () -> now, EventLifetime.USUAL).lease();
        assertThat(other.remaining(lease)).isPresent();
        assertThat(store.remaining(lease)).isEmpty();
    }
}
