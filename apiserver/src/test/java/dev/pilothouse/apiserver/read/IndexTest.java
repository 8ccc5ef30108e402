package dev.pilothouse.apiserver.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.api.core.v1.Pod;
import dev.pilothouse.api.meta.FieldSelector;
import dev.pilothouse.api.meta.LabelSelector;
import dev.pilothouse.api.meta.MalformedSelector;
import dev.pilothouse.api.schema.ApiResources;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.kinds.Kinds;
import dev.pilothouse.kinds.Strategy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IndexTest {
    private static final String PREFIX = "/registry/pods/";
    private static final Strategy PODS =
            Kinds.strategy(ApiResources.builtIn().find(Pod.RESOURCE).orElseThrow());

    /// Namespace, labels and fields of what is asked for in every state of a history.
    private static final List<List<String>> ASKED = List.of(
            List.of("", "app=a", ""),
            List.of("one", "app=a", ""),
            List.of("", "app in (a,b,none)", ""),
            List.of("", "app=", ""),
            List.of("", "app,tier=t2", ""),
            List.of("", "app!=a,tier=t1", ""),
            List.of("", "!app,tier in (t0,t1)", ""),
            List.of("", "tier>0", ""),
            List.of("two", "", "spec.nodeName=n1"),
            List.of("", "", "spec.nodeName="),
            List.of("", "app=b", "spec.nodeName!=n1,status.phase=Running"),
            List.of("", "app=none", ""));

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void anIndexedSelectionIsWhatAWalkOverAllFinds(long seed) throws MalformedSelector {
        Random random = new Random(seed);
        Snapshot plain = Snapshot.EMPTY;
        for (int i = 0; i < 200; i++) {
            plain = plain.with(pod(random));
        }
        Snapshot indexed = plain;
        for (Selection selection : asked()) {
            for (Index.Lookup lookup : selection.lookups()) {
                indexed = indexed.hasIndex(lookup.by().name()) ? indexed : indexed.withIndex(Index.of(lookup.by(), indexed));
            }
        }
        for (int step = 0; step < 300; step++) {
            Item pod = pod(random);
            boolean gone = random.nextInt(3) == 0;
            plain = gone ? plain.without(pod.key()) : plain.with(pod);
            indexed = gone ? indexed.without(pod.key()) : indexed.with(pod);
            String after = random.nextBoolean() ? "" : pod(random).key();
            for (Selection selection : asked()) {
                assertThat(found(indexed, selection, after)).isEqualTo(found(plain, selection, after));
            }
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"app=rare | 1", "app=none | 0", "app=rare,tier=many | 1", "app in (rare,none) | 1", "app,tier=many | 1"})
    void theMostSelectiveRequirementDecidesHowManyObjectsAreLookedAt(String labels, int lookedAt) throws MalformedSelector {
        Snapshot snapshot = Snapshot.EMPTY;
        for (int i = 0; i < 1000; i++) {
            snapshot = snapshot.with(item("one/p" + i, ObjectTree.EMPTY.with("tier", i % 8 == 0 ? "many" : "t" + i), "n"));
        }
        snapshot = snapshot.with(item("one/rare", ObjectTree.EMPTY.with("app", "rare").with("tier", "many"), "n"));
        Selection selection = selection("", labels, "");
        for (Index.Lookup lookup : selection.lookups()) {
            snapshot = snapshot.withIndex(Index.of(lookup.by(), snapshot));
        }
        int[] visited = {0};
        snapshot.walk(selection.lookups(), new KeyRange(PREFIX, ""), _ -> ++visited[0] > 0);
        assertThat(visited[0]).isEqualTo(lookedAt);
    }

    @Test
    void indexesAreBuiltForWhatIsAskedOfManyObjectsAndTheirNumberIsBounded() throws MalformedSelector {
        WantedIndexes wanted = new WantedIndexes();
        assertThat(asked(wanted, "app=a", many(999)).hasIndex("l:app")).isFalse();
        ResourceCache.Image image = many(1000);
        assertThat(asked(wanted, "app=a", image).hasIndex("l:app")).isTrue();
        for (int i = 0; i < 20; i++) {
            asked(wanted, "l" + i + "=a", image);
        }
        Snapshot indexed = wanted.on(image, known(List.of(), 1));
        assertThat(indexed.hasIndex("l:app")).isTrue();
        assertThat(indexed.hasIndex("l:l6")).isTrue();
        assertThat(indexed.hasIndex("l:l7")).isFalse();
        assertThat(wanted.on(new ResourceCache.Image(indexed, 1), known(List.of(), 1)))
                .isSameAs(indexed);
    }

    @Test
    void whoAsksWhileTheFeedGoesOnHasTheIndexCaughtUp() throws MalformedSelector {
        WantedIndexes wanted = new WantedIndexes();
        ResourceCache.Image image = many(1000);
        asked(wanted, "app=a", image);
        Item gone = image.snapshot().get(PREFIX + "one/p7").orElseThrow();
        Item before = image.snapshot().get(PREFIX + "one/p8").orElseThrow();
        Item now = item("one/p8", ObjectTree.EMPTY.with("app", "a"), "n");
        Item added = item("one/new", ObjectTree.EMPTY.with("app", "a"), "n");
        List<Change> changes = List.of(
                new Change(2, true, gone, Optional.of(gone)),
                new Change(3, false, now, Optional.of(before)),
                new Change(4, false, added, Optional.empty()));
        Snapshot later = image.snapshot().without(gone.key()).with(now).with(added);
        Snapshot indexed = wanted.on(new ResourceCache.Image(later, 4), known(changes, 1));
        assertThat(indexed.hasIndex("l:app")).isTrue();
        assertThat(found(indexed, selection("", "app=a", ""), ""))
                .containsExactly(PREFIX + "one/new", PREFIX + "one/p8");
    }

    @Test
    void anIndexOfWhatIsNoLongerKnownIsBuiltAnew() throws MalformedSelector {
        WantedIndexes wanted = new WantedIndexes();
        ResourceCache.Image image = many(1000);
        asked(wanted, "app=a", image);
        RecentChanges known = known(List.of(), 5);
        ResourceCache.Image later = new ResourceCache.Image(image.snapshot(), 5);
        assertThat(wanted.on(later, known).hasIndex("l:app")).isFalse();
        asked(wanted, "app=a", later);
        assertThat(wanted.on(later, known).hasIndex("l:app")).isTrue();
    }

    private static RecentChanges known(List<Change> changes, long from) {
        RecentChanges known = new RecentChanges();
        known.beginAt(from);
        changes.forEach(known::add);
        return known;
    }

    private static ResourceCache.Image many(int objects) {
        Snapshot snapshot = Snapshot.EMPTY;
        for (int i = 0; i < objects; i++) {
            snapshot = snapshot.with(item("one/p" + i, ObjectTree.EMPTY, "n"));
        }
        return new ResourceCache.Image(snapshot, 1);
    }

    private static Snapshot asked(WantedIndexes wanted, String labels, ResourceCache.Image image)
            throws MalformedSelector {
        return wanted.ask(selection("", labels, "").lookups(), image);
    }

    private static List<Selection> asked() throws MalformedSelector {
        List<Selection> all = new ArrayList<>();
        for (List<String> one : ASKED) {
            all.add(selection(one.get(0), one.get(1), one.get(2)));
        }
        return all;
    }

    private static Selection selection(String namespace, String labels, String fields) throws MalformedSelector {
        return Selection.of(namespace, LabelSelector.parse(labels), FieldSelector.parse(fields), PODS);
    }

    private static List<String> found(Snapshot snapshot, Selection selection, String after) {
        List<String> keys = new ArrayList<>();
        snapshot.walk(selection.lookups(), new KeyRange(PREFIX + selection.scope(), after), item -> {
            if (selection.matches(item.object())) {
                keys.add(item.key());
            }
            return true;
        });
        return keys;
    }

    private static Item pod(Random random) {
        ObjectTree labels = ObjectTree.EMPTY;
        if (random.nextBoolean()) {
            labels = labels.with("app", List.of("a", "b", "c", "d", "").get(random.nextInt(5)));
        }
        if (random.nextBoolean()) {
            labels = labels.with("tier", List.of("t0", "t1", "t2", "1", "-1").get(random.nextInt(5)));
        }
        String key = List.of("one", "two", "twos").get(random.nextInt(3)) + "/p" + random.nextInt(150);
        return item(key, labels, List.of("", "n1", "n2").get(random.nextInt(3)));
    }

    private static Item item(String key, ObjectTree labels, String node) {
        ObjectTree object = ObjectTree.builder()
                .put("metadata", ObjectTree.EMPTY.with("labels", labels).with("name", key.substring(key.indexOf('/') + 1)))
                .put("spec", node.isEmpty() ? ObjectTree.EMPTY : ObjectTree.EMPTY.with("nodeName", node))
                .put("status", ObjectTree.EMPTY.with("phase", "Running"))
                .build();
        return new Item(PREFIX + key, object, 1);
    }
}
