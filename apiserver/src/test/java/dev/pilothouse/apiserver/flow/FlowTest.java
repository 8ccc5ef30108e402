package dev.pilothouse.apiserver.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.api.schema.GroupVersionResource;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.apiserver.authentication.Authentication;
import dev.pilothouse.apiserver.authentication.ClientCertificates;
import dev.pilothouse.apiserver.authentication.Identified;
import dev.pilothouse.apiserver.authentication.Identity;
import dev.pilothouse.apiserver.authentication.RequestHeaders;
import dev.pilothouse.apiserver.authentication.TokenAuthenticator;
import dev.pilothouse.apiserver.http.Headers;
import dev.pilothouse.apiserver.http.HttpRequest;
import dev.pilothouse.apiserver.http.ServingOptions;
import dev.pilothouse.apiserver.metrics.Told;
import dev.pilothouse.apiserver.request.Resolver;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class FlowTest {
    private static final String PODS = "/api/v1/namespaces/default/pods";

    private static final Classifier NOBODYS = new Classifier(new Classifier.Objects() {
        @Override
        public List<ObjectTree> list(GroupVersionResource resource) {
            return List.of();
        }

        @Override
        public Object version(GroupVersionResource resource) {
            return resource;
        }
    });

    private final Authentication authentication =
            new Authentication(
            RequestHeaders.NONE,
            ClientCertificates.none(),
            (_, _) -> new TokenAuthenticator.Verdict.Refused(""),
            List.of("us"),
            InstantSource.fixed(Instant.EPOCH));
    private final FlowFigures figures = new FlowFigures();
    private final Flow impatient = new Flow(NOBODYS, new Flow.Limits(1, 1, 10, Duration.ZERO));

    @Test
    void whoFindsNoSeatInTimeHasNone() {
        impatient.seat(user("GET", PODS, ""), Classified.NOWHERE);
        assertThat(impatient.seat(user("GET", PODS, ""), Classified.NOWHERE)).isEmpty();
    }

    @Test
    void readersDoNotTakeTheSeatsOfWriters() {
        try (Flow.Seat reader = impatient.seat(user("GET", PODS, ""), Classified.NOWHERE).orElseThrow();
                Flow.Seat writer = impatient.seat(user("POST", PODS, ""), Classified.NOWHERE).orElseThrow()) {
            assertThat(reader).isNotSameAs(writer);
        }
    }

    @Test
    void aSeatThatIsGivenBackServesTheNext() {
        for (int request = 0; request < 5; request++) {
            try (Flow.Seat seat = impatient.seat(user("POST", PODS, ""), Classified.NOWHERE).orElseThrow()) {
                assertThat(seat).isNotSameAs(Flow.Seat.NONE);
            }
        }
    }

    @Test
    void watchesAndMastersNeedNoSeat() {
        Flow closed = new Flow(NOBODYS, new Flow.Limits(0, 0, 0, Duration.ZERO));
        assertThat(closed.seat(user("GET", PODS, "watch=true"), Classified.NOWHERE)).isPresent();
        assertThat(closed.seat(user("GET", PODS + "/p/log", ""), Classified.NOWHERE)).containsSame(Flow.Seat.NONE);
        assertThat(closed.seat(identified("POST", PODS, "", Identity.of("admin", Identity.SYSTEM_MASTERS)), Classified.NOWHERE))
                .isPresent();
    }

    @Test
    void whoWaitsGetsTheSeatThatIsGivenBack() throws Exception {
        Flow patient = new Flow(NOBODYS, new Flow.Limits(1, 1, 10, Duration.ofMinutes(1)));
        CountDownLatch waiting = new CountDownLatch(1);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Flow.Seat first = patient.seat(user("POST", PODS, ""), Classified.NOWHERE).orElseThrow();
            CompletableFuture<Flow.Seat> second = CompletableFuture.supplyAsync(
                    () -> {
                        waiting.countDown();
                        return patient.seat(user("POST", PODS, ""), Classified.NOWHERE).orElseThrow();
                    },
                    threads);
            assertThat(waiting.await(1, TimeUnit.MINUTES)).isTrue();
            first.close();
            assertThat(second.get(1, TimeUnit.MINUTES)).isNotSameAs(Flow.Seat.NONE);
        }
    }

    @Test
    void aLimitOfZeroIsNone() {
        Flow open = new Flow(NOBODYS, Flow.Limits.of(ServingOptions.USUAL.withInflight(0, 0)));
        for (int request = 0; request < 1_000; request++) {
            assertThat(open.seat(user("POST", PODS, ""), Classified.NOWHERE)).isPresent();
        }
    }

    @Test
    void whoIsAnsweredAndWhoIsSentAwayIsCountedByItsFlow() {
        Classified flow = new Classified(
                new Classified.Named("people", "1"), new Classified.Level(new Classified.Named("work", "2"), false), "", figures.of("people", "work"));
        try (Flow.Seat seat = impatient.seat(user("GET", PODS, ""), flow).orElseThrow()) {
            assertThat(told()).containsEntry("apiserver_flowcontrol_current_executing_requests[people, work]", 1.0);
            assertThat(impatient.seat(user("GET", PODS, ""), flow)).isEmpty();
            assertThat(seat).isNotSameAs(Flow.Seat.NONE);
        }
        impatient.seat(user("GET", PODS, "watch=true"), flow).orElseThrow().close();
        assertThat(told())
                .containsEntry("apiserver_flowcontrol_current_executing_requests[people, work]", 0.0)
                .containsEntry("apiserver_flowcontrol_current_executing_seats[people, work]", 0.0)
                .containsEntry("apiserver_flowcontrol_dispatched_requests_total[people, work]", 2.0)
                .containsEntry("apiserver_flowcontrol_rejected_requests_total[people, work, time-out]", 1.0)
                .containsEntry("apiserver_flowcontrol_request_execution_seconds[people, work, regular]", 1.0)
                .containsEntry("apiserver_flowcontrol_request_execution_seconds[people, work, watch]", 1.0)
                .containsEntry("apiserver_flowcontrol_request_wait_duration_seconds[true, people, work]", 1.0)
                .containsEntry("apiserver_flowcontrol_request_wait_duration_seconds[false, people, work]", 1.0)
                .containsEntry("apiserver_flowcontrol_request_queue_length_after_enqueue[people, work]", 1.0);
    }

    private Map<String, Double> told() {
        Told told = new Told();
        figures.tell(told);
        return told.values();
    }

    private Identified user(String method, String path, String query) {
        return identified(method, path, query, Identity.of("jane"));
    }

    private Identified identified(String method, String path, String query, Identity identity) {
        HttpRequest raw = new HttpRequest(
                method,
                path,
                query,
                Headers.NONE,
                new HttpRequest.Body.None(),
                new HttpRequest.Peer.InProcess(authentication.issue(identity)));
        return authentication.identify(new Resolver().resolve(raw));
    }
}
