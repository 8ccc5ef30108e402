package dev.pilothouse.apiserver.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.api.schema.ApiResource;
import dev.pilothouse.api.schema.ApiResources;
import dev.pilothouse.api.schema.GroupVersion;
import dev.pilothouse.api.tree.Json;
import dev.pilothouse.apiserver.http.HttpResponse.Next;
import dev.pilothouse.apiserver.request.ListOptions;
import dev.pilothouse.apiserver.request.Query;
import dev.pilothouse.kinds.Kinds;
import dev.pilothouse.store.memory.MemoryStore;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BookmarkTest {
    private static final StoredForm AS_IT_IS = new StoredForm(object -> object, object -> object, Json::lent);

    private final MemoryStore store = new MemoryStore(InstantSource.system());
    private final Caches caches = new Caches(store, task -> Thread.ofVirtual().start(task));

    @AfterEach
    void end() {
        caches.close();
        store.close();
    }

    @ParameterizedTest(name = "{2}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
                    apps | v1 | deployments | {"replicas":0,"selector":null,"strategy":{},"template":{"metadata":{},"spec":{"containers":null}}}
                    coordination.k8s.io | v1 | leases | {}
                    storage.k8s.io | v1 | csidrivers | {}
                    """)
    void aWatchFromNoRevisionIsToldByAnEmptyObjectThatItHasTheState(
            String group, String version, String resource, String spec) throws InterruptedException {
        ApiResource api = ApiResources.builtIn()
                .find(new GroupVersion(group, version).resource(resource))
                .orElseThrow();
        ListOptions options = ListOptions.of(Query.parse("watch=1&allowWatchBookmarks=1"), true);
        WatchStream stream = WatchStream.open(
                caches.of(resource, resource, AS_IT_IS),
                Selection.of("", options.labels(), options.fields(), Kinds.strategy(api)),
                options,
                Duration.ofSeconds(60));
        Next next = stream.next(Duration.ofSeconds(10));
        stream.close();
        assertThat(next).isInstanceOfSatisfying(Next.Event.class, event -> {
            assertThat(event.frame().type()).isEqualTo("BOOKMARK");
            assertThat(event.frame().object().get("spec")).hasToString(spec);
            assertThat(event.frame().object().at("metadata", "annotations", "k8s.io/initial-events-end").asText())
                    .isEqualTo("true");
        });
    }
}
