package dev.pilothouse.store.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.store.EtcdServer;
import dev.pilothouse.store.Transaction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Several API servers on one etcd: each interval one of them compacts, and the others take up what it did.
final class CompactionOnEtcd {
    @TempDir
    private Path folder;

    private static long written(EtcdStore store) {
        byte[] bytes = store.get("compact_rev_key").orElseThrow().value();
        return Long.parseLong(new String(bytes, StandardCharsets.UTF_8));
    }

    private static void put(EtcdStore store, String key) {
        store.commit(new Transaction(List.of(), List.of(new Transaction.Change.Put(key, new byte[] {1}, 0))));
    }

    @Test
    void ofTwoServersOneCompactsInARound() {
        try (EtcdServer server = new EtcdServer("etcd", folder);
                EtcdStore one = EtcdStore.open(EtcdSettings.of(List.of(server.endpoint())));
                EtcdStore other = EtcdStore.open(EtcdSettings.of(List.of(server.endpoint())));
                Compaction first = new Compaction(one, Duration.ofHours(1));
                Compaction second = new Compaction(other, Duration.ofHours(1))) {
            first.round();
            second.round();
            for (int round = 0; round < 3; round++) {
                put(one, "/a");
                long before = Math.max(one.compactedRevision(), other.compactedRevision());
                long key = one.get("compact_rev_key").orElseThrow().modRevision();
                second.round();
                first.round();
                // One of the two wrote the key, once, and compacted to where it was a round ago.
                long now = one.get("compact_rev_key").orElseThrow().modRevision();
                assertThat(now).isGreaterThan(key);
                assertThat(Math.max(one.compactedRevision(), other.compactedRevision())).isGreaterThanOrEqualTo(before);
                assertThat(one.get("compact_rev_key").orElseThrow().createRevision()).isLessThanOrEqualTo(key);
            }
            // At most one of them has ever compacted: the first to come in each round was always the same.
            assertThat(List.of(one.compactedRevision() > 0, other.compactedRevision() > 0))
                    .containsExactlyInAnyOrder(true, false);
            assertThat(written(one)).isPositive();
        }
    }
}
