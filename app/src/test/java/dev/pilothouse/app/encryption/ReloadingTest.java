package dev.pilothouse.app.encryption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.pilothouse.api.metrics.Distribution;
import dev.pilothouse.api.metrics.Family;
import dev.pilothouse.api.metrics.Sink;
import dev.pilothouse.apiserver.storage.EncryptionFigures;
import dev.pilothouse.store.Entry;
import dev.pilothouse.store.StoreException;
import dev.pilothouse.store.Transaction;
import dev.pilothouse.store.encryption.EncryptedStore;
import dev.pilothouse.store.encryption.Sealing;
import dev.pilothouse.store.memory.MemoryStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReloadingTest {
    private static final String SECRET = "/registry/secrets/default/a";

    @TempDir
    private Path folder;

    private final MemoryStore plain = new MemoryStore(InstantSource.system());
    private final EncryptionFigures figures = new EncryptionFigures("apiserver-a");
    private Path file;
    private EncryptedStore store;
    private Reloading reloading;

    @BeforeEach
    void start() throws IOException {
        file = folder.resolve("encryption.yaml");
        Files.writeString(file, configuration("one"));
        List<Sealing.Rule> rules = EncryptionConfiguration.read(file, new SecureRandom());
        Sealing sealing = new Sealing(rules).heardBy(figures);
        store = new EncryptedStore(plain, sealing);
        reloading = new Reloading(file, sealing, rules, Reloading.EACH, figures);
    }

    /// @param keys the first one seals
    private static String configuration(String... keys) {
        String listed = Stream.of(keys)
                .map(key -> "      - {name: " + key + ", secret: " + "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=" + "}\n")
                .collect(Collectors.joining());
        return "apiVersion: apiserver.config.k8s.io/v1\nkind: EncryptionConfiguration\nresources:\n- resources: [secrets]\n"
                + "  providers:\n  - aesgcm:\n      keys:\n" + listed;
    }

    private String sealedBy(String name) {
        store.commit(new Transaction(
                List.of(), List.of(new Transaction.Change.Put(SECRET, name.getBytes(StandardCharsets.UTF_8), 0))));
        return new String(plain.get(SECRET).orElseThrow().value(), StandardCharsets.ISO_8859_1).substring(0, 27);
    }

    @Test
    void whatIsDoneIsCounted() throws IOException {
        sealedBy("before");
        store.get(SECRET);
        Files.writeString(file, configuration("three"));
        assertThat(reloading.look()).isTrue();
        assertThatExceptionOfType(StoreException.Unreadable.class).isThrownBy(() -> store.get(SECRET));
        Files.writeString(file, "nonsense");
        assertThat(reloading.look()).isFalse();
        Map<String, Double> told = told();
        assertThat(told)
                .containsEntry("apiserver_storage_transformation_operations_total[secrets, OK, to_storage, k8s:enc:aesgcm:v1:]", 1.0)
                .containsEntry("apiserver_storage_transformation_operations_total[secrets, OK, from_storage, k8s:enc:aesgcm:v1:]", 1.0)
                .containsEntry("apiserver_storage_transformation_operations_total[secrets, Unknown, from_storage, unknown]", 1.0);
        assertThat(told.entrySet().stream()
                        .filter(entry -> entry.getKey().contains("automatic_reloads_total"))
                        .map(entry -> entry.getKey().replaceAll(".*, ", "") + entry.getValue()))
                .containsExactlyInAnyOrder("success]1.0", "failure]1.0");
    }

    private Map<String, Double> told() {
        Map<String, Double> values = new HashMap<>();
        figures.tell(new Sink() {
            @Override
            public void value(Family family, double value, String... labels) {
                values.put(family.name() + List.of(labels), value);
            }

            @Override
            public void distribution(Family family, Distribution distribution, String... labels) {
                values.put(family.name() + List.of(labels), distribution.sum());
            }
        });
        return values;
    }

    @Test
    void aKeyIsRotatedWithoutARestart() throws IOException {
        assertThat(sealedBy("before")).startsWith("k8s:enc:aesgcm:v1:one:");
        Files.writeString(file, configuration("two", "one"));
        assertThat(reloading.look()).isTrue();
        Entry old = store.get(SECRET).orElseThrow();
        assertThat(old.value()).asString().isEqualTo("before");
        assertThat(old.stale()).isTrue();
        assertThat(sealedBy("after")).startsWith("k8s:enc:aesgcm:v1:two:");
        Files.writeString(file, configuration("three"));
        assertThat(reloading.look()).isTrue();
        assertThatExceptionOfType(StoreException.Unreadable.class).isThrownBy(() -> store.get(SECRET));
    }

    @Test
    void aFileThatMakesNoSenseChangesNothing() throws IOException {
        Files.writeString(file, configuration().replace("kind: E", "kind: e"));
        assertThat(reloading.look()).isFalse();
        assertThat(sealedBy("before")).startsWith("k8s:enc:aesgcm:v1:one:");
        Files.delete(file);
        assertThat(reloading.look()).isFalse();
        Files.writeString(file, configuration("two", "one"));
        assertThat(reloading.look()).isTrue();
        assertThat(sealedBy("after")).startsWith("k8s:enc:aesgcm:v1:two:");
    }

    @Test
    void aFileThatIsAsItWasIsNotTakenOver() {
        assertThat(reloading.look()).isFalse();
    }
}
