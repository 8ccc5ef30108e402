package dev.pilothouse.apiserver.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.pilothouse.api.core.v1.ConfigMap;
import dev.pilothouse.api.meta.ApiError;
import dev.pilothouse.api.meta.ObjectMeta;
import dev.pilothouse.api.schema.ApiResources;
import dev.pilothouse.api.tree.Json;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.apiserver.http.HttpResponse.Next;
import dev.pilothouse.apiserver.request.ListOptions;
import dev.pilothouse.apiserver.request.Query;
import dev.pilothouse.kinds.Kinds;
import dev.pilothouse.kinds.Strategy;
import dev.pilothouse.store.Transaction;
import dev.pilothouse.store.memory.MemoryStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// How lists and watches begin that ask for too much: of time, or of revisions.
class WatchStartTest {
    private static final StoredForm AS_IT_IS = new StoredForm(object -> object, object -> object, Json::lent);
    private static final String FRESH = "&sendInitialEvents=true&resourceVersionMatch=NotOlderThan";

    /// Longer than a read waits for a revision, and shorter than twice that.
    private static final Duration ONE_WAIT = Duration.ofMillis(5500);

    private final MemoryStore store = new MemoryStore(InstantSource.system());
    private final Caches caches = new Caches(store, task -> Thread.ofVirtual().start(task));
    private final Strategy strategy =
            Kinds.strategy(ApiResources.builtIn().find(ConfigMap.RESOURCE).orElseThrow());

    @AfterEach
    void end() {
        caches.close();
        store.close();
    }

    @ParameterizedTest(name = "{0} with {1}: {2}")
    @CsvSource(nullValues = "nothing", textBlock = """
            configmaps, '',                         ERROR 500 context deadline exceeded
            configmaps, &resourceVersion=0,         nothing
            configmaps, &resourceVersion=1,         nothing
            configmaps, &resourceVersion=9,         nothing
            configmaps, FRESH,                      ERROR 500 context deadline exceeded
            configmaps, FRESH&resourceVersion=0,    nothing
            configmaps, &allowWatchBookmarks=1,     ERROR 500 context deadline exceeded
            events,     '',                         nothing
            events,     FRESH,                      nothing
            """)
    void aWatchWithLessThanNoTimeIsOverBeforeItTellsOfAnObject(String resource, String query, String told)
            throws InterruptedException {
        write(resource);
        assertThat(watch(resource, "watch=1" + query.replace("FRESH", FRESH), Duration.ofSeconds(-1)))
                .isEqualTo(told == null ? List.of() : List.of(told));
    }

    @Test
    void aWatchThatWantsAStateToComeIsToldByAnEventThatItDidNot() throws InterruptedException {
        write("configmaps");
        assertThat(watch("configmaps", "watch=1&resourceVersion=99" + FRESH, Duration.ofSeconds(60)))
                .containsExactly("ERROR 504 Timeout: Too large resource version: 99, current: " + store.revision());
    }

    /// Events are looked up where they are stored: more waiting wouldn't make it know of the revision.
    @Test
    void aWatchOfEventsIsToldAtOnceThatAStateHasNotCome() throws InterruptedException {
        write("events");
        long began = System.nanoTime();
        assertThat(watch("events", "watch=1&resourceVersion=99" + FRESH, Duration.ofSeconds(60)))
                .containsExactly("ERROR 504 Timeout: Too large resource version: 99, current: " + store.revision());
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(2));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
            configmaps | ERROR 410 too old resource version: 1 (2)
            events     | ERROR 410 The resourceVersion for the provided watch is too old.
            """)
    void aWatchFromBeforeAllThatIsKnownIsToldSo(String resource, String told) throws InterruptedException {
        write(resource);
        try (Caches begunNow = new Caches(store, task -> Thread.ofVirtual().start(task))) {
            assertThat(watch(begunNow, resource, "watch=1&resourceVersion=1", Duration.ofSeconds(60))).containsExactly(told);
        }
    }

    @Test
    void aListWaitsOnceForARevisionToCome() {
        write("configmaps");
        caches.of("configmaps", "configmaps", AS_IT_IS).wrote(store.revision());
        ListOptions options = ListOptions.of(Query.parse("resourceVersion=99"), false);
        long began = System.nanoTime();
        ApiError refused = catchThrowableOfType(
                ApiError.class,
                () -> Lists.list(caches.of("configmaps", "configmaps", AS_IT_IS), selection(options), options));
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(ONE_WAIT);
        assertThat(refused.status().code()).isEqualTo(504);
    }

    private void write(String resource) {
        ObjectTree object = ObjectTree.EMPTY.with(
                "metadata", ObjectTree.EMPTY.with("name", "a").with("namespace", "default"));
        String key = caches.of(resource, resource, AS_IT_IS).prefix() + "default/" + ObjectMeta.name(object);
        store.commit(Transaction.create(key, AS_IT_IS.encode(object)));
    }

    private Selection selection(ListOptions options) {
        return Selection.of("", options.labels(), options.fields(), strategy);
    }

    private List<String> watch(String resource, String query, Duration timeout) throws InterruptedException {
        return watch(caches, resource, query, timeout);
    }

    private List<String> watch(Caches asked, String resource, String query, Duration timeout) throws InterruptedException {
        ListOptions options = ListOptions.of(Query.parse(query), true);
        WatchStream stream =
                WatchStream.open(asked.of(resource, resource, AS_IT_IS), selection(options), options, timeout);
        List<String> told = new ArrayList<>();
        while (stream.next(Duration.ofSeconds(10)) instanceof Next.Event event) {
            ObjectTree object = event.frame().object();
            told.add(event.frame().type() + " " + object.number("code") + " " + object.text("message"));
        }
        stream.close();
        return told;
    }
}
