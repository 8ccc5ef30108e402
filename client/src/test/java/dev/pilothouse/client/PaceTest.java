package dev.pilothouse.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.api.metrics.Distribution;
import dev.pilothouse.api.metrics.Family;
import dev.pilothouse.api.metrics.Sink;
import dev.pilothouse.api.tree.NullTree;
import dev.pilothouse.api.tree.ObjectTree;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PaceTest {
    private final LoopFigures figures = new LoopFigures();

    @Test
    void whoComesTooEarlyWaitsForATurn() {
        Pace pace = new Pace(10, 2, () -> 0);
        assertThat(List.of(pace.take(), pace.take(), pace.take(), pace.take()))
                .isEqualTo(List.of(Duration.ZERO, Duration.ZERO, Duration.ofMillis(100), Duration.ofMillis(200)));
    }

    @Test
    void howLongRequestsWaitedIsTold() {
        Transport paced = new Pace(100, 1, () -> 0).keptBy(new Answering(), "here:6443", figures);
        paced.send(new Transport.Call("GET", "/api", "", NullTree.ABSENT, ""));
        paced.send(new Transport.Call("GET", "/api", "", NullTree.ABSENT, ""));
        List<String> told = new ArrayList<>();
        figures.tell(new Sink() {
            @Override
            public void value(Family family, double value, String... labels) {
                told.add(family.name() + List.of(labels));
            }

            @Override
            public void distribution(Family family, Distribution seen, String... labels) {
                long count = IntStream.rangeClosed(0, family.bounds().size()).mapToLong(seen::in).sum();
                told.add(family.name() + List.of(labels) + " " + count + " " + seen.sum());
            }
        });
        assertThat(told).containsExactly("rest_client_rate_limiter_duration_seconds[here:6443, GET] 2 0.01");
    }

    private record Answering() implements Transport {
        @Override
        public Answer send(Call call) {
            return new Answer(200, ObjectTree.EMPTY);
        }

        @Override
        public Events watch(Call call) {
            throw new IllegalStateException("nobody watches here");
        }
    }
}
