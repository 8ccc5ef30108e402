package dev.pilothouse.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.app.encryption.EncryptionConfiguration;
import dev.pilothouse.app.encryption.NewKey;
import dev.pilothouse.store.Store;
import dev.pilothouse.store.Transaction;
import dev.pilothouse.store.disk.DiskStore;
import dev.pilothouse.store.encryption.EncryptedStore;
import dev.pilothouse.store.encryption.Sealing;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StoreMovesTest {
    private static final String SECRET = "/registry/secrets/default/a";

    @TempDir
    Path work;

    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private Path cluster;
    private Path file;

    private int run(Object... arguments) {
        String[] words = Arrays.stream(arguments).map(Object::toString).toArray(String[]::new);
        return Pilothouse.commandLine(System.out, new PrintStream(err)).execute(words);
    }

    private String said() {
        return err.toString(StandardCharsets.UTF_8);
    }

    @BeforeEach
    void fill() throws IOException {
        cluster = work.resolve("cluster");
        file = work.resolve("file");
        Files.createDirectories(cluster);
        NewKey.in(cluster.resolve("encryption.yaml"), new SecureRandom());
        try (Store store = opened(cluster)) {
            store.commit(Transaction.create(SECRET, "hidden".getBytes(StandardCharsets.UTF_8)));
        }
    }

    private static Store opened(Path cluster) throws IOException {
        DiskStore disk = DiskStore.open(
                cluster.resolve("store"), InstantSource.system(), task -> Thread.ofPlatform().start(task));
        return new EncryptedStore(
                disk,
                new Sealing(EncryptionConfiguration.read(cluster.resolve("encryption.yaml"), new SecureRandom())));
    }

    @Test
    void anExportTellsNoSecretAndItsTargetNeedsTheKey() throws IOException {
        assertThat(run("store", "export", file, "--data", cluster)).isZero();
        assertThat(Files.readString(file, StandardCharsets.ISO_8859_1)).doesNotContain("hidden");
        assertThat(run("store", "check", file)).isZero();
        Path other = work.resolve("other");
        assertThat(run("store", "import", file, "--data", other)).isEqualTo(1);
        assertThat(said()).contains("1 value is encrypted by k8s:enc:aesgcm:v1:first: put the key's configuration at");
        Files.createDirectories(other);
        Files.copy(cluster.resolve("encryption.yaml"), other.resolve("encryption.yaml"));
        assertThat(run("store", "import", file, "--data", other)).isZero();
        try (Store store = opened(other)) {
            assertThat(store.get(SECRET).orElseThrow().value()).isEqualTo("hidden".getBytes(StandardCharsets.UTF_8));
        }
    }

    @Test
    void aPlainExportIsSealedAgainByTheKeyOfItsTarget() throws IOException {
        assertThat(run("store", "export", file, "--plain", "--data", cluster)).isZero();
        assertThat(Files.readString(file, StandardCharsets.ISO_8859_1)).contains("hidden");
        Path other = work.resolve("other");
        assertThat(run("store", "import", file, "--data", other)).isZero();
        assertThat(other.resolve("encryption.yaml")).exists();
        try (Store store = opened(other)) {
            assertThat(store.get(SECRET).orElseThrow().stale()).isFalse();
            assertThat(store.get(SECRET).orElseThrow().modRevision()).isEqualTo(2);
        }
    }

    @Test
    void aFolderInUseIsNotExported() throws IOException {
        try (Store _ = opened(cluster)) {
            assertThat(run("store", "export", file, "--data", cluster)).isEqualTo(1);
        }
        assertThat(said()).contains("is in use by another process");
        assertThat(file).doesNotExist();
        assertThat(run("store", "export", file, "--data", work.resolve("none"))).isEqualTo(1);
        assertThat(said()).contains("there is no cluster store in");
    }
}
