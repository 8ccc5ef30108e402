package dev.pilothouse.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.api.core.v1.Event;
import dev.pilothouse.api.meta.ApiError;
import dev.pilothouse.api.meta.GroupResource;
import dev.pilothouse.api.tree.Json;
import dev.pilothouse.api.tree.MalformedJson;
import dev.pilothouse.api.tree.ObjectTree;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EventRecorderTest {
    private static final String EVENTS = Client.path(Event.RESOURCE, "default", "");

    private final FakeServer server = new FakeServer();
    private final StandingClock clock = new StandingClock();
    private final List<Runnable> later = new ArrayList<>();
    private final EventRecorder recorder = new EventRecorder(new Client(server), "tests", "here", clock, later::add);

    @Test
    void anEventNamesItsSubjectItsSourceAndItsTime() throws MalformedJson {
        recorder.record(pod(), "Normal", "Pulled", "all of it");
        write();
        ObjectTree event = server.all(EVENTS).getFirst();
        assertThat(event.object("metadata").text("name")).startsWith("web.");
        assertThat(event.without("metadata"))
                .isEqualTo(
                        Json.parse(
                                """
                        {"apiVersion":"v1","kind":"Event","count":1,"eventTime":null,
                         "firstTimestamp":"2026-01-01T00:00:00Z","lastTimestamp":"2026-01-01T00:00:00Z",
                         "involvedObject":{"apiVersion":"v1","kind":"Pod","name":"web","namespace":"default",
                           "resourceVersion":"7","uid":"uid-web"},
                         "message":"all of it","reason":"Pulled","reportingComponent":"tests","reportingInstance":"here",
                         "source":{"component":"tests","host":"here"},"type":"Normal"}"""));
    }

    @Test
    void nobodyWaitsForTheServerAndEventsKeepTheirOrder() {
        for (String reason : List.of("Scheduled", "Pulled", "Started")) {
            recorder.record(pod(), "Normal", reason, "");
        }
        assertThat(server.asked()).isEmpty();
        assertThat(later).as("one writer at a time").hasSize(1);
        write();
        assertThat(server.all(EVENTS)).extracting(it -> it.text("reason")).containsExactly("Scheduled", "Pulled", "Started");
    }

    @Test
    void aRepeatedEventIsCountedInPlace() {
        IntStream.range(0, 3).forEach(_ -> recorder.record(pod(), "Warning", "BackOff", "again"));
        write();
        assertThat(server.all(EVENTS)).hasSize(1).first().satisfies(it -> assertThat(it.number("count")).isEqualTo(3));
    }

    @Test
    void anEventThatHasExpiredBeginsAnewWithItsCount() {
        recorder.record(pod(), "Warning", "BackOff", "again");
        write();
        ObjectTree first = server.all(EVENTS).getFirst();
        new Client(server).delete(Event.RESOURCE, Key.of(first), Client.Deletion.PLAIN);
        recorder.record(pod(), "Warning", "BackOff", "again");
        write();
        assertThat(server.all(EVENTS)).hasSize(1).first().satisfies(it -> assertThat(it.number("count")).isEqualTo(2));
    }

    @Test
    void aRefusedEventIsLostAndTheNextIsNot() {
        server.refuseNext(ApiError.forbidden(new GroupResource("", "events"), "web", "no"));
        recorder.record(pod(), "Normal", "First", "");
        recorder.record(pod(), "Normal", "Second", "");
        write();
        assertThat(server.all(EVENTS)).extracting(it -> it.text("reason")).containsExactly("Second");
    }

    @Test
    void eventsThatWaitAreBounded() {
        for (int i = 0; i < 3_000; i++) {
            recorder.record(pod("web-" + i), "Normal", "Flood", "");
        }
        write();
        assertThat(server.all(EVENTS)).hasSize(1_000);
        recorder.record(pod("late"), "Normal", "Calm", "");
        write();
        assertThat(server.all(EVENTS)).hasSize(1_001);
    }

    private void write() {
        List<Runnable> tasks = List.copyOf(later);
        later.clear();
        tasks.forEach(Runnable::run);
    }

    private static ObjectTree pod() {
        return pod("web");
    }

    private static ObjectTree pod(String name) {
        return ObjectTree.builder()
                .put("apiVersion", "v1")
                .put("kind", "Pod")
                .put(
                        "metadata",
                        ObjectTree.builder()
                                .put("name", name)
                                .put("namespace", "default")
                                .put("uid", "uid-" + name)
                                .put("resourceVersion", "7")
                                .build())
                .build();
    }
}
