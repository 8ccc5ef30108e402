package dev.pilothouse.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.app.SteadyClock;
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
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StoreCommandsTest {
    @TempDir
    Path work;

    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private int run(String... arguments) {
        return Pilothouse.commandLine(new PrintStream(out), new PrintStream(err)).execute(arguments);
    }

    @Test
    void aFolderWithoutAStoreIsRefusedInALine() {
        assertThat(run("store", "check", work.toString())).isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8)).isEqualTo("pilothouse: there is no cluster store in " + work + "\n");
    }

    @Test
    void aFamilyOfCommandsShowsItsMembers() {
        assertThat(run("store", "--help")).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("store check", "store backup", "store restore").doesNotContain("status");
    }

    @Test
    void aMissingOperandIsMisuse() {
        assertThat(run("store", "backup")).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("Missing FILE");
        assertThat(run("store", "frob")).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("Unknown command: 'store frob'");
    }

    private Path clusterWithASecret() throws IOException {
        Path cluster = work.resolve("cluster");
        SecureRandom random = new SecureRandom();
        Files.createDirectories(cluster);
        Path key = NewKey.in(cluster.resolve("encryption.yaml"), random);
        try (Store disk = disk(cluster);
                Store store = new EncryptedStore(disk, new Sealing(EncryptionConfiguration.read(key, random)))) {
            store.commit(Transaction.create("/registry/secrets/default/a", new byte[] {1}));
        }
        return cluster;
    }

    private static Store disk(Path cluster) {
        return DiskStore.open(
                cluster.resolve("store"), InstantSource.system(), task -> Thread.ofPlatform().start(task));
    }

    @Test
    void aBackupHasItsKeyBesideAndGivesItBack() throws IOException {
        Path cluster = clusterWithASecret();
        Path backup = work.resolve("b");
        assertThat(run("store", "backup", backup.toString(), "--data", cluster.toString())).isZero();
        Path key = work.resolve("b.encryption.yaml");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key))).isEqualTo("rw-------");
        Path other = work.resolve("other");
        assertThat(run("store", "restore", backup.toString(), "--data", other.toString())).isZero();
        assertThat(other.resolve("encryption.yaml")).hasSameBinaryContentAs(cluster.resolve("encryption.yaml"));
    }

    @Test
    void aBackupWhoseKeyIsMissingOrWrongIsRefusedByName() throws IOException {
        Path cluster = clusterWithASecret();
        Path backup = work.resolve("b");
        Path other = work.resolve("other");
        assertThat(run("store", "backup", backup.toString(), "--without-key", "--data", cluster.toString())).isZero();
        assertThat(work.resolve("b.encryption.yaml")).doesNotExist();
        assertThat(run("store", "restore", backup.toString(), "--data", other.toString())).isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("/registry/secrets/default/a is encrypted by k8s:enc:aesgcm:v1:first:, and no key is given for it");
        NewKey.in(work.resolve("b.encryption.yaml"), new SecureRandom());
        assertThat(run("store", "restore", backup.toString(), "--data", other.toString())).isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("isn't the one that encrypted it");
        assertThat(other).doesNotExist();
        String right = cluster.resolve("encryption.yaml").toString();
        assertThat(run("store", "restore", backup.toString(), "--data", other.toString(), "--encryption-provider-config", right))
                .isZero();
    }

    @Test
    void anotherKeyInTheWayIsNamedBeforeAnythingIsWritten() throws IOException {
        Path cluster = clusterWithASecret();
        Path backup = work.resolve("b");
        Path key = NewKey.in(work.resolve("b.encryption.yaml"), new SecureRandom());
        assertThat(run("store", "backup", backup.toString(), "--data", cluster.toString())).isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("is another key than " + key);
        assertThat(backup).doesNotExist();
        Files.delete(key);
        assertThat(run("store", "backup", backup.toString(), "--data", cluster.toString())).isZero();
        Path other = Files.createDirectories(work.resolve("other"));
        NewKey.in(other.resolve("encryption.yaml"), new SecureRandom());
        assertThat(run("store", "restore", backup.toString(), "--data", other.toString())).isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("is another key than " + key);
        assertThat(other.resolve("store")).doesNotExist();
    }

    @Test
    void aStoreWhoseKeyIsGoneGetsNoNewOne() throws IOException {
        Path cluster = clusterWithASecret();
        Files.delete(cluster.resolve("encryption.yaml"));
        assertThat(run("up", "--only", "apiserver", "--port", "0", "--data", cluster.toString())).isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("its key is gone").contains("k8s:enc:aesgcm:v1:first:");
        assertThat(cluster.resolve("encryption.yaml")).doesNotExist();
    }

    @Test
    void theStoresClockDoesNotFollowWhoSetsTheMachines() {
        AtomicReference<Instant> wall = new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
        AtomicLong nanos = new AtomicLong(5);
        SteadyClock clock = SteadyClock.at(wall::get, nanos::get);
        wall.set(Instant.parse("2036-01-01T00:00:00Z"));
        nanos.addAndGet(Duration.ofSeconds(3).toNanos());
        assertThat(clock.instant()).isEqualTo(Instant.parse("2026-01-01T00:00:03Z"));
    }
}
