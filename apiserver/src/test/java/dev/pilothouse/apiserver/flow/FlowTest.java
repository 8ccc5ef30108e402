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
import dev.pilothouse.apiserver.request.Resolver;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
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
    private final Flow impatient = new Flow(NOBODYS, new Flow.Limits(1, 1, 10, Duration.ZERO));

    @Test
    void whoFindsNoSeatInTimeHasNone() {
        impatient.seat(user("GET", PODS, ""));
        assertThat(impatient.seat(user("GET", PODS, ""))).isEmpty();
    }

    @Test
    void readersDoNotTakeTheSeatsOfWriters() {
        try (Flow.Seat reader = impatient.seat(user("GET", PODS, "")).orElseThrow();
                Flow.Seat writer = impatient.seat(user("POST", PODS, "")).orElseThrow()) {
            assertThat(reader).isNotSameAs(writer);
        }
    }

    @Test
    void aSeatThatIsGivenBackServesTheNext() {
        for (int request = 0; request < 5; request++) {
            try (Flow.Seat seat = impatient.seat(user("POST", PODS, "")).orElseThrow()) {
                assertThat(seat).isNotSameAs(Flow.Seat.NONE);
            }
        }
    }

    @Test
    void watchesAndMastersNeedNoSeat() {
        Flow closed = new Flow(NOBODYS, new Flow.Limits(0, 0, 0, Duration.ZERO));
        assertThat(closed.seat(user("GET", PODS, "watch=true"))).containsSame(Flow.Seat.NONE);
        assertThat(closed.seat(user("GET", PODS + "/p/log", ""))).containsSame(Flow.Seat.NONE);
        assertThat(closed.seat(identified("POST", PODS, "", Identity.of("admin", Identity.SYSTEM_MASTERS))))
                .containsSame(Flow.Seat.NONE);
    }

    @Test
    void whoWaitsGetsTheSeatThatIsGivenBack() throws Exception {
        Flow patient = new Flow(NOBODYS, new Flow.Limits(1, 1, 10, Duration.ofMinutes(1)));
        CountDownLatch waiting = new CountDownLatch(1);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Flow.Seat first = patient.seat(user("POST", PODS, "")).orElseThrow();
            CompletableFuture<Flow.Seat> second = CompletableFuture.supplyAsync(
                    () -> {
                        waiting.countDown();
                        return patient.seat(user("POST", PODS, "")).orElseThrow();
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
            assertThat(open.seat(user("POST", PODS, ""))).isPresent();
        }
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
