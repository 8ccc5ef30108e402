package dev.pilothouse.app.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pilothouse.api.core.v1.ConfigMap;
import dev.pilothouse.api.core.v1.Namespace;
import dev.pilothouse.api.meta.ApiError;
import dev.pilothouse.api.tree.Json;
import dev.pilothouse.api.tree.NullTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.app.ControlPlane;
import dev.pilothouse.app.Settings;
import dev.pilothouse.client.Client;
import dev.pilothouse.client.Key;
import dev.pilothouse.client.Transport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The deprecated paths `/watch/…` in all their forms: they follow what their newer forms with `watch=1` do.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class WatchPathsTest {
    private ControlPlane server;
    private Client admin;

    @BeforeAll
    void start() throws Exception {
        server = ControlPlane.inMemory(Settings.standard().withParts(Settings.Parts.API_SERVER));
        admin = server.administrator();
        for (String namespace : List.of("one", "two")) {
            admin.create(Namespace.RESOURCE, "", named(namespace, ""));
        }
        admin.create(ConfigMap.RESOURCE, "one", named("a", "x"));
        admin.create(ConfigMap.RESOURCE, "one", named("b", "y"));
        admin.create(ConfigMap.RESOURCE, "two", named("a", "y"));
    }

    @AfterAll
    void stop() {
        server.close();
    }

    private static ObjectTree named(String name, String label) throws Exception {
        String labels = label.isEmpty() ? "" : ",\"labels\":{\"is\":\"" + label + "\"}";
        return Json.parse("{\"metadata\":{\"name\":\"" + name + "\"" + labels + "}}").asObject();
    }

    /// The objects are those that are there when the watch begins, by their namespaces and names.
    @ParameterizedTest(name = "{0}?{1}: {2}")
    @CsvSource(delimiter = '|', textBlock = """
            /api/v1/watch/configmaps                      | labelSelector=is                   | one/a one/b two/a
            /api/v1/watch/configmaps                      | labelSelector=is%3Dy               | one/b two/a
            /api/v1/watch/configmaps                      | fieldSelector=metadata.name%3Da    | one/a two/a
            /api/v1/watch/configmaps                      | labelSelector=is&watch=false       | one/a one/b two/a
            /api/v1/watch/namespaces/one/configmaps       |                                    | one/a one/b
            /api/v1/watch/namespaces/one/configmaps       | labelSelector=is%21%3Dx            | one/b
            /api/v1/watch/namespaces/one/configmaps/a     |                                    | one/a
            /api/v1/watch/namespaces/one/configmaps/a     | fieldSelector=metadata.name%3Da    | one/a
            /api/v1/watch/namespaces/one/configmaps/a     | labelSelector=is%3Dy               | ''
            /api/v1/watch/namespaces/one/configmaps/none  |                                    | ''
            /api/v1/watch/namespaces/none/configmaps      |                                    | ''
            /api/v1/watch/namespaces/two                  |                                    | two
            /api/v1/watch/namespaces                      | fieldSelector=metadata.name%3Done  | one
            /apis/apps/v1/watch/deployments               |                                    | ''
            /apis/apps/v1/watch/namespaces/one/daemonsets |                                    | ''
            """)
    void aPathTellsWhatItCovers(String path, String query, String expected) throws Exception {
        assertThat(String.join(" ", seen(path, query == null ? "" : query))).isEqualTo(expected);
    }

    private List<String> seen(String path, String query) throws InterruptedException {
        List<String> seen = new ArrayList<>();
        String ending = query + (query.isEmpty() ? "" : "&") + "timeoutSeconds=1";
        try (Transport.Events events = admin.transport().watch(call(path, ending))) {
            while (true) {
                switch (events.next(Duration.ofSeconds(10))) {
                    case Transport.Next.Event(String type, ObjectTree object) -> {
                        assertThat(type).isEqualTo("ADDED");
                        Key key = Key.of(object);
                        seen.add(key.namespace().isEmpty() ? key.name() : key.namespace() + "/" + key.name());
                    }
                    case Transport.Next.Nothing _ -> throw new AssertionError("a watch goes on after its time");
                    case Transport.Next.End _ -> {
                        return seen.stream().sorted().toList();
                    }
                }
            }
        }
    }

    private static Transport.Call call(String path, String query) {
        return new Transport.Call("GET", path, query, NullTree.ABSENT, "application/json");
    }

    @Test
    void whatHappensToTheOneObjectIsToldAndNothingElse() throws Exception {
        try (Transport.Events events =
                admin.transport().watch(call("/api/v1/watch/namespaces/two/configmaps/late", ""))) {
            admin.create(ConfigMap.RESOURCE, "two", named("other", ""));
            admin.create(ConfigMap.RESOURCE, "two", named("late", ""));
            admin.delete(ConfigMap.RESOURCE, new Key("two", "other"), Client.Deletion.PLAIN);
            admin.delete(ConfigMap.RESOURCE, new Key("two", "late"), Client.Deletion.PLAIN);
            for (String expected : List.of("ADDED", "DELETED")) {
                Transport.Next.Event event = (Transport.Next.Event) events.next(Duration.ofSeconds(10));
                assertThat(event.type()).isEqualTo(expected);
                assertThat(Key.of(event.object())).isEqualTo(new Key("two", "late"));
            }
        }
    }

    /// Two seconds before its end a watch is told how far it came; one that isn't as long never is.
    @ParameterizedTest(name = "{0} s: {1}")
    @CsvSource({"1, 0", "3, 1"})
    void aWatchIsToldHowFarItCameBeforeItEnds(int seconds, int bookmarks) throws Exception {
        String query = "allowWatchBookmarks=1&labelSelector=is%3Dz&timeoutSeconds=" + seconds;
        List<String> types = new ArrayList<>();
        try (Transport.Events events = admin.transport().watch(call("/api/v1/watch/configmaps", query))) {
            while (events.next(Duration.ofSeconds(10)) instanceof Transport.Next.Event event) {
                types.add(event.type());
            }
        }
        assertThat(types).containsExactlyElementsOf(Collections.nCopies(bookmarks, "BOOKMARK"));
    }

    @ParameterizedTest(name = "{0}?{1}: {2}")
    @CsvSource(delimiter = '|', textBlock = """
            /api/v1/watch/namespaces/one/configmaps/a | fieldSelector=metadata.name%3Db  | 400
            /api/v1/watch/namespaces/one/configmaps/a | fieldSelector=metadata.name!%3Db | 400
            /api/v1/watch/namespaces/one/configmaps/a | fieldSelector=data%3Db           | 400
            /api/v1/watch/namespaces/one/pods/a/log   |                                  | 404
            /api/v1/watch/nothings                    |                                  | 404
            /apis/nothing/v1/watch/things             |                                  | 404
            """)
    void whatIsNoWatchIsRefused(String path, String query, int code) {
        assertThatThrownBy(() -> seen(path, query == null ? "" : query))
                .isInstanceOfSatisfying(ApiError.class, refused -> assertThat(refused.code()).isEqualTo(code));
    }
}
