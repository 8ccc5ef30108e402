package dev.pilothouse.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pilothouse.app.Refusal;
import dev.pilothouse.app.encryption.NewKey;
import dev.pilothouse.store.Store;
import dev.pilothouse.store.Transaction;
import dev.pilothouse.store.encryption.EncryptedStore;
import dev.pilothouse.store.encryption.Sealing;
import dev.pilothouse.store.memory.MemoryStore;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MastersKeyTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String SECRET = "/registry/secrets/default/a";

    @TempDir
    Path work;

    private final Store etcd = new MemoryStore(InstantSource.system());

    private MastersKey at(String folder) {
        return new MastersKey(work.resolve(folder), Optional.empty());
    }

    private Path authorityIn(String folder) throws IOException {
        Files.createDirectories(work.resolve(folder));
        return Files.writeString(work.resolve(folder).resolve("ca.crt"), "");
    }

    private void seal(Optional<Path> file) throws IOException {
        new EncryptedStore(etcd, new Sealing(MastersKey.rules(file, RANDOM)))
                .commit(Transaction.create(SECRET, "hidden".getBytes(StandardCharsets.UTF_8)));
    }

    private void check(MastersKey key) throws IOException {
        Optional<Path> file = key.file(RANDOM);
        key.check(etcd, new Sealing(MastersKey.rules(file, RANDOM)), file);
    }

    @Test
    void theKeyOfANewClusterIsMadeBeforeItsAuthority() throws IOException {
        Path file = at("pki").file(RANDOM).orElseThrow();
        assertThat(file).isEqualTo(work.resolve("pki/encryption.yaml"));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.getParent()))).isEqualTo("rwx------");
        authorityIn("pki");
        assertThat(at("pki").file(RANDOM)).contains(file);
        try (Stream<Path> files = Files.list(file.getParent())) {
            assertThat(files).hasSize(2);
        }
    }

    @Test
    void aClusterThatBeganWithoutAKeyGetsNone() throws IOException {
        authorityIn("pki");
        assertThat(at("pki").file(RANDOM)).isEmpty();
        assertThat(MastersKey.rules(Optional.empty(), RANDOM)).isEmpty();
        assertThatCode(() -> check(at("pki"))).doesNotThrowAnyException();
    }

    @Test
    void aClusterThatComesFromItsFolderBringsItsKey() throws IOException {
        authorityIn("pki");
        Path brought = NewKey.in(work.resolve("encryption.yaml"), RANDOM);
        assertThat(new MastersKey(work.resolve("pki"), Optional.of(brought)).file(RANDOM)).contains(brought);
    }

    @Test
    void mastersThatBeginAtOnceHaveOneKey() throws Exception {
        try (ExecutorService masters = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<String> master = () -> Files.readString(at("pki").file(new SecureRandom()).orElseThrow());
            List<Future<String>> keys = masters.invokeAll(java.util.Collections.nCopies(8, master));
            assertThat(keys.stream().map(Future::resultNow).distinct()).hasSize(1);
        }
    }

    @Test
    void aMasterThatCanNotReadSecretsIsRefused() throws IOException {
        Optional<Path> file = at("one").file(RANDOM);
        seal(file);
        assertThatCode(() -> check(at("one"))).doesNotThrowAnyException();
        assertThatThrownBy(() -> check(at("two")))
                .isInstanceOf(Refusal.class)
                .hasMessage("Secrets in etcd are encrypted by k8s:enc:aesgcm:v1:first:, and " + work
                        + "/two/encryption.yaml has another key: copy encryption.yaml from a master that is in order, or say"
                        + " --encryption-provider-config");
        authorityIn("three");
        assertThatThrownBy(() -> check(at("three")))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("there is no " + work + "/three/encryption.yaml: copy encryption.yaml from a master");
        Files.copy(file.orElseThrow(), work.resolve("three/encryption.yaml"));
        assertThatCode(() -> check(at("three"))).doesNotThrowAnyException();
    }

    @Test
    void plainSecretsOfBeforeAreNoReasonToRefuse() throws IOException {
        etcd.commit(Transaction.create(SECRET, "plain".getBytes(StandardCharsets.UTF_8)));
        assertThatCode(() -> check(at("one"))).doesNotThrowAnyException();
    }

    private int pki(String... masters) {
        PrintStream out = new PrintStream(new ByteArrayOutputStream());
        List<String> words = new java.util.ArrayList<>(List.of("pki", work.resolve("keys").toString()));
        words.addAll(List.of(masters));
        return Pilothouse.commandLine(out, out).execute(words.toArray(String[]::new));
    }

    @Test
    void keysOfSeveralMastersHaveOneKeyForSecrets() throws IOException {
        assertThat(pki("--master=m1=10.0.0.1", "--master=m2=10.0.0.2")).isZero();
        Path common = work.resolve("keys/common/encryption.yaml");
        assertThat(work.resolve("keys/m1/pki/encryption.yaml")).hasSameTextualContentAs(common);
        assertThat(work.resolve("keys/m2/pki/encryption.yaml")).hasSameTextualContentAs(common);
        String before = Files.readString(common);
        assertThat(pki("--master=m3=10.0.0.3")).isZero();
        assertThat(work.resolve("keys/m3/pki/encryption.yaml")).hasContent(before);
    }

    @Test
    void keysThatWereMadeWithoutOneStayWithoutOne() throws IOException {
        assertThat(pki("--master=m1=10.0.0.1")).isZero();
        Files.delete(work.resolve("keys/common/encryption.yaml"));
        assertThat(pki("--master=m2=10.0.0.2")).isZero();
        assertThat(work.resolve("keys/common/encryption.yaml")).doesNotExist();
        assertThat(work.resolve("keys/m2/pki/encryption.yaml")).doesNotExist();
    }
}
