package dev.pilothouse.store.moves;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.pilothouse.store.EtcdServer;
import dev.pilothouse.store.Range;
import dev.pilothouse.store.Store;
import dev.pilothouse.store.StoreException;
import dev.pilothouse.store.Transaction;
import dev.pilothouse.store.disk.DiskStore;
import dev.pilothouse.store.encryption.Sealing;
import dev.pilothouse.store.etcd.EtcdSettings;
import dev.pilothouse.store.etcd.EtcdStore;
import dev.pilothouse.store.memory.MemoryStore;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A store moves into a real etcd and out of it again.
final class MovesOnEtcd {
    private static final int REVISIONS = 6_000;

    private static final InstantSource CLOCK = InstantSource.system();
    private static final Executor THREADS = task -> Thread.ofVirtual().start(task);
    private static final Sealing AS_IT_IS = new Sealing(List.of());

    @TempDir
    Path work;

    private static List<String> told(Store store) {
        return store.range(Range.of("/registry/")).entries().stream()
                .map(it -> it.key() + " " + it.modRevision() + " " + new String(it.value(), StandardCharsets.UTF_8)
                        + (it.lease() == 0 ? "" : " ends"))
                .toList();
    }

    private Store filled() {
        Store source = new MemoryStore(CLOCK);
        for (int i = 0; i < REVISIONS; i++) {
            byte[] value = Integer.toString(i).getBytes(StandardCharsets.UTF_8);
            // Most of what was ever written was written over.
            String key = "/registry/pods/" + (i % 100 == 0 ? i : "busy");
            source.commit(new Transaction(List.of(), List.of(new Transaction.Change.Put(key, value, 0))));
        }
        source.commit(Transaction.create("/registry/events/e", new byte[] {'e'}).under(source.lease(Duration.ofHours(1))));
        return source;
    }

    @Test
    void everyRevisionIsTheSameOnBothWays() {
        Path file = work.resolve("there");
        Path back = work.resolve("back");
        Path folder = work.resolve("folder");
        Store source = filled();
        Export.Contents contents = Export.write(Spread.over(source), file, CLOCK, _ -> {});
        try (EtcdServer server = new EtcdServer("etcd", work.resolve("etcd"));
                Store etcd = EtcdStore.open(EtcdSettings.of(List.of(server.endpoint())))) {
            Import.Result result = Import.into(
                    Spread.over(etcd),
                    EtcdStore.UNFINISHED_IMPORT,
                    new Import.Order(file, AS_IT_IS, 0),
                    CLOCK,
                    THREADS,
                    (_, _) -> {});
            assertThat(told(etcd)).isEqualTo(told(source));
            assertThat(result.kept()).isEqualTo(contents.entries());
            assertThat(etcd.revision()).isEqualTo(source.revision() + 1);
            etcd.watch("/registry/", source.revision() + 1).close();
            assertThatExceptionOfType(StoreException.Compacted.class)
                    .isThrownBy(() -> etcd.watch("/registry/", source.revision() - 1));
            Export.write(Spread.over(etcd), back, CLOCK, _ -> {});
        }
        Import.Result result = Import.into(
                folder, new Import.Order(back, AS_IT_IS, 0), CLOCK, MovesOnEtcd::disk);
        assertThat(result.entries()).isEqualTo(contents.entries());
        try (Store disk = disk(folder)) {
            assertThat(told(disk)).isEqualTo(told(source));
        }
    }

    private static DiskStore disk(Path path) {
        return DiskStore.open(path, CLOCK, task -> Thread.ofPlatform().start(task));
    }

    @Test
    void anImportThatDidNotFinishIsNeverServed() {
        try (EtcdServer server = new EtcdServer("etcd", work.resolve("etcd"))) {
            EtcdSettings settings = EtcdSettings.of(List.of(server.endpoint()));
            try (Store etcd = EtcdStore.open(settings)) {
                etcd.commit(Transaction.create(EtcdStore.UNFINISHED_IMPORT, new byte[] {1}));
            }
            assertThatExceptionOfType(StoreException.Unusable.class)
                    .isThrownBy(() -> EtcdStore.open(settings))
                    .withMessageContaining("an import into etcd didn't finish: delete everything below /registry/ at " + server.endpoint());
        }
    }
}
