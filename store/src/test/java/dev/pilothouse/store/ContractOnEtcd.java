package dev.pilothouse.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.pilothouse.store.etcd.Compaction;
import dev.pilothouse.store.etcd.EtcdSettings;
import dev.pilothouse.store.etcd.EtcdStore;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The store's contract on real servers of etcd. Run by the part `etcd` of the tests, which builds them.
final class ContractOnEtcd {

    @Nested
    final class On36 extends OnEtcd {
        @Override
        String program() {
            return "etcd";
        }
    }

    @Nested
    final class On35 extends OnEtcd {
        @Override
        String program() {
            return "etcd-3.5";
        }
    }

    abstract static class OnEtcd extends Contract {
        @TempDir
        Path folder;

        private EtcdServer server;

        abstract String program();

        @Override
        Store open(InstantSource clock) {
            server = new EtcdServer(program(), folder.resolve("etcd"));
            return EtcdStore.open(EtcdSettings.of(List.of(server.endpoint())).withAnswering(Duration.ofSeconds(2)));
        }

        /// Its clock is the world's.
        @Override
        void pass(Duration time) {
            try {
                Thread.sleep(time);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        @AfterEach
        void end() {
            server.close();
        }

        @Test
        void aWatchGoesOnWhereItWasWhenTheServerIsKilledAndComesBack() throws InterruptedException {
            put("/a", "1");
            try (Watch watch = store.watch("/", 2)) {
                assertThat(watch.next(Duration.ofSeconds(5))).hasSize(1);
                server.kill();
                assertThat(watch.next(Duration.ofMillis(500))).isEmpty();
                server.start();
                Awaitility.await().ignoreExceptions().until(() -> put("/b", "1") > 0);
                List<Event> events = new ArrayList<>();
                while (events.isEmpty()) {
                    events.addAll(watch.next(Duration.ofSeconds(5)));
                }
                assertThat(events).extracting(Event::key).containsExactly("/b");
            }
        }

        @Test
        void withoutAServerReadsAndWritesFailInTime() {
            server.kill();
            assertThatExceptionOfType(StoreException.Unavailable.class).isThrownBy(() -> store.revision());
            assertThatExceptionOfType(StoreException.class)
                    .isThrownBy(() -> put("/a", "1"))
                    .isInstanceOfAny(StoreException.Unavailable.class, StoreException.Unanswered.class);
        }

        @Test
        void goesToTheNextEndpointWhenTheFirstIsDead() {
            try (Store other = EtcdStore.open(
                    EtcdSettings.of(List.of("http://127.0.0.1:1", server.endpoint())))) {
                other.commit(Transaction.create("/a", bytes("1")));
                assertThat(store.get("/a")).isPresent();
            }
        }

        @Test
        void aPrefixIsWhereKeysAreForOthers() {
            try (Store other = EtcdStore.open(
                    EtcdSettings.of(List.of(server.endpoint())).withPrefix("mine"))) {
                other.commit(Transaction.create("/registry/pods/a", bytes("1")));
                assertThat(keys("/")).containsExactly("/mine/pods/a");
                assertThat(other.range(Range.of("/registry/pods/")).entries())
                        .extracting(Entry::key)
                        .containsExactly("/registry/pods/a");
            }
        }

        @Test
        void aServerThatBecomesAnotherClusterIsRefused() {
            put("/a", "1");
            server.kill();
            EtcdServer stranger = new EtcdServer(program(), folder.resolve("stranger"), server);
            try {
                assertThatExceptionOfType(StoreException.Unavailable.class)
                        .isThrownBy(() -> put("/b", "1"))
                        .withMessageContaining("belongs to cluster");
                assertThatExceptionOfType(StoreException.Unavailable.class)
                        .isThrownBy(() -> store.get("/a"))
                        .withMessageContaining("belongs to cluster");
                try (Store there = EtcdStore.open(EtcdSettings.of(List.of(stranger.endpoint())))) {
                    assertThat(there.get("/b")).isEmpty();
                }
            } finally {
                stranger.close();
            }
        }

        @Test
        void serversTakeTurnsToCompactWhatIsAnIntervalOld() {
            long first = put("/a", "1");
            put("/a", "2");
            try (Compaction one = new Compaction((EtcdStore) store, Duration.ofMillis(300))) {
                Thread.ofVirtual().start(one);
                Awaitility.await().until(() -> {
                    put("/tick", "x");
                    try {
                        keysAt(first);
                        return false;
                    } catch (StoreException.Compacted forgotten) {
                        return true;
                    }
                });
            }
            Entry key = store.get("compact_rev_key").orElseThrow();
            assertThat(Long.parseLong(new String(key.value(), StandardCharsets.UTF_8))).isGreaterThan(first);
        }
    }
}
