package dev.pilothouse.apiserver.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.pilothouse.api.core.v1.ConfigMap;
import dev.pilothouse.api.meta.ApiError;
import dev.pilothouse.api.meta.FieldSelector;
import dev.pilothouse.api.meta.LabelSelector;
import dev.pilothouse.api.meta.ObjectMeta;
import dev.pilothouse.api.schema.ApiResources;
import dev.pilothouse.api.tree.Json;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.apiserver.request.ListOptions;
import dev.pilothouse.kinds.Kinds;
import dev.pilothouse.store.Outcome;
import dev.pilothouse.store.Transaction;
import dev.pilothouse.store.memory.MemoryStore;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ListsTest {
    private static final StoredForm AS_IT_IS = new StoredForm(object -> object, object -> object, Json::lent);

    private final MemoryStore store = new MemoryStore(InstantSource.system());
    private final Caches caches = new Caches(store, task -> Thread.ofVirtual().start(task));
    private final ResourceCache cache = caches.of("configmaps", "configmaps", AS_IT_IS);

    @AfterEach
    void end() {
        caches.close();
        store.close();
    }

    @Test
    void aListIsContinuedAtItsRevisionWhateverIsWrittenMeanwhile() {
        List.of("a", "b", "c").forEach(this::write);
        Lists.Result first = list(1, "");
        write("aa");
        Lists.Result rest = list(0, first.continueToken());
        assertThat(names(first)).containsExactly("a");
        assertThat(names(rest)).containsExactly("b", "c");
        assertThat(rest.revision()).isEqualTo(first.revision());
    }

    @Test
    void aForgottenRevisionIsExpiredAndTheAnswerSaysHowToGoOn() {
        List.of("a", "b", "c").forEach(this::write);
        String old = new ContinueToken(store.revision(), "a").encode();
        write("d");
        store.compact(store.revision());
        ApiError expired = catchThrowableOfType(ApiError.class, () -> list(0, old));
        ObjectTree status = expired.status().tree();
        assertThat(status.number("code")).isEqualTo(410);
        assertThat(status.text("reason")).isEqualTo("Expired");
        Lists.Result rest = list(0, status.object("metadata").text("continue"));
        assertThat(names(rest)).containsExactly("b", "c", "d");
    }

    @Test
    void eventsOfARevisionThatNeverWasAreRefusedWithoutAnAdviceToWait() {
        ResourceCache events = caches.of("events", "events", AS_IT_IS);
        ApiError refused = catchThrowableOfType(ApiError.class, () -> Lists.get(events, "default/e", "18446744073709551615"));
        assertThat(refused.status().message())
                .isEqualTo("Timeout: Too large resource version: 18446744073709551615, current: " + store.revision());
        assertThat(refused.status().tree().object("details").has("retryAfterSeconds"))
                .isFalse();
    }

    private void write(String name) {
        ObjectTree object = ObjectTree.EMPTY.with(
                "metadata", ObjectTree.EMPTY.with("name", name).with("namespace", "default"));
        assertThat(store.commit(Transaction.create(cache.prefix() + "default/" + name, AS_IT_IS.encode(object))))
                .isInstanceOf(Outcome.Committed.class);
    }

    private Lists.Result list(long limit, String continueToken) {
        ListOptions options = new ListOptions(
                LabelSelector.EVERYTHING,
                FieldSelector.EVERYTHING,
                false,
                false,
                "",
                ListOptions.Match.UNSET,
                limit,
                continueToken,
                Optional.empty(),
                Optional.empty());
        var strategy = Kinds.strategy(
                ApiResources.builtIn().find(ConfigMap.RESOURCE).orElseThrow());
        return Lists.list(
                cache,
                Selection.of("default", LabelSelector.EVERYTHING, FieldSelector.EVERYTHING, strategy),
                options);
    }

    private static List<String> names(Lists.Result page) {
        return page.items().stream().map(item -> ObjectMeta.name(item.object())).toList();
    }
}
