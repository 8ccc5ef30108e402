package dev.pilothouse.apiserver.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.api.tree.ObjectTree;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SnapshotCountTest {
    private static final List<String> PREFIXES = List.of("/pods/", "/pods/a/", "/pods/b/", "/pods/c/", "/none/", "/zzz/");

    private static Item item(String key) {
        return new Item(key, ObjectTree.EMPTY, 1);
    }

    private static int walked(Snapshot snapshot, String prefix, String after) {
        int[] count = {0};
        snapshot.walk(prefix, after, _ -> {
            count[0]++;
            return true;
        });
        return count[0];
    }

    @Test
    void aCountIsWhatAWalkVisitsAfterAnyChanges() {
        Random random = new Random(1);
        Snapshot snapshot = Snapshot.EMPTY;
        for (int step = 0; step < 2_000; step++) {
            String key = "/pods/" + (char) ('a' + random.nextInt(4)) + "/" + random.nextInt(60);
            snapshot = random.nextInt(3) == 0 ? snapshot.without(key) : snapshot.with(item(key));
            String prefix = PREFIXES.get(random.nextInt(PREFIXES.size()));
            String after = random.nextBoolean() ? "" : key;
            assertThat(snapshot.count(prefix, after)).as("step %s, %s behind %s", step, prefix, after).isEqualTo(walked(snapshot, prefix, after));
        }
    }

    @Test
    void aSnapshotThatIsMadeAtOnceCountsAlike() {
        Snapshot snapshot = Snapshot.of(List.of(item("/pods/a/1"), item("/pods/a/2"), item("/pods/b/1")));
        assertThat(snapshot.count("/pods/", "")).isEqualTo(3);
        assertThat(snapshot.count("/pods/a/", "/pods/a/1")).isEqualTo(1);
        assertThat(snapshot.count("/pods/b/", "")).isEqualTo(1);
    }
}
