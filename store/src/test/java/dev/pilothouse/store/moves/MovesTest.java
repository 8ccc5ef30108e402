package dev.pilothouse.store.moves;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.pilothouse.store.Entry;
import dev.pilothouse.store.ForwardingStore;
import dev.pilothouse.store.Outcome;
import dev.pilothouse.store.Range;
import dev.pilothouse.store.Store;
import dev.pilothouse.store.StoreException;
import dev.pilothouse.store.Transaction;
import dev.pilothouse.store.disk.DiskStore;
import dev.pilothouse.store.encryption.Aes;
import dev.pilothouse.store.encryption.EncryptedStore;
import dev.pilothouse.store.encryption.Identity;
import dev.pilothouse.store.encryption.Provider;
import dev.pilothouse.store.encryption.Providers;
import dev.pilothouse.store.encryption.Sealing;
import dev.pilothouse.store.memory.MemoryStore;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MovesTest {
    private static final String MARK = "/registry/mark";
    private static final Sealing AS_IT_IS = new Sealing(List.of());
    private static final InstantSource CLOCK = InstantSource.system();
    private static final Executor THREADS = task -> Thread.ofVirtual().start(task);

    @TempDir
    Path work;

    private final Store source = new MemoryStore(CLOCK);
    private final Store target = new MemoryStore(CLOCK);
    private Path file;

    @BeforeEach
    void fill() {
        file = work.resolve("export");
        put("/registry/pods/default/b", "b", 0);
        put("/registry/pods/default/a", "a", 0);
        for (int i = 0; i < 300; i++) {
            put("/registry/pods/default/b", "b" + i, 0);
        }
        source.commit(Transaction.create("/registry/services/x", bytes("1"))
                .and(Transaction.create("/registry/ranges/x", bytes("2"))));
        put("/registry/secrets/s", "hidden", 0);
        put("/registry/events/kept", "e", source.lease(Duration.ofHours(1)));
        put("/registry/masterleases/gone", "m", source.lease(Duration.ofSeconds(15)));
        put("/registry/pods/default/c", "c", 0);
        source.commit(new Transaction(
                List.of(), List.of(new Transaction.Change.Delete("/registry/pods/default/c"))));
    }

    private void put(String key, String value, long lease) {
        source.commit(new Transaction(List.of(), List.of(new Transaction.Change.Put(key, bytes(value), lease))));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private Export.Contents export() {
        return Export.write(Spread.over(source), file, CLOCK, _ -> {});
    }

    private Import.Result into(Store store, Sealing sealing, long bump) {
        return Import.into(Spread.over(store), MARK, new Import.Order(file, sealing, bump), CLOCK, THREADS, (_, _) -> {});
    }

    private Import.Result intoFolder(Path folder, Sealing sealing, long bump) {
        return Import.into(folder, new Import.Order(file, sealing, bump), CLOCK, MovesTest::disk);
    }

    private static DiskStore disk(Path folder) {
        return DiskStore.open(folder, CLOCK, task -> Thread.ofPlatform().start(task));
    }

    private static List<String> told(Store store) {
        return store.range(Range.of("/registry/")).entries().stream()
                .map(it -> it.key() + " " + it.modRevision() + " " + new String(it.value(), StandardCharsets.UTF_8)
                        + (it.lease() == 0 ? "" : " ends"))
                .toList();
    }

    private List<String> toldWithoutGone() {
        return told(source).stream().filter(it -> !it.contains("gone")).toList();
    }

    @Test
    void aFileIsItsOwnersOnlyAndTellsWhatItHolds() throws IOException {
        Export.Contents contents = export();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
        assertThat(Files.size(file)).isEqualTo(contents.bytes());
        assertThat(Export.check(file, _ -> {})).isEqualTo(contents);
        assertThat(contents.entries()).isEqualTo(7);
        assertThat(contents.revision()).isEqualTo(source.revision());
        assertThatExceptionOfType(StoreException.Unusable.class).isThrownBy(this::export).withMessageContaining("exists");
    }

    @Test
    void anEmptyStoreTakesOverEveryRevision() {
        export();
        Import.Result result = into(target, AS_IT_IS, 0);
        assertThat(told(target)).isEqualTo(toldWithoutGone());
        assertThat(result).isEqualTo(new Import.Result(source.revision() + 1, 6, 6, 1));
        assertThat(target.get(MARK)).isEmpty();
        // Whoever has seen everything goes on; whoever hasn't reads anew.
        target.watch("/registry/", source.revision() + 1).close();
        assertThatExceptionOfType(StoreException.Compacted.class)
                .isThrownBy(() -> target.watch("/registry/", source.revision() - 1));
    }

    @Test
    void aStoreThatDoesNotAlwaysAnswerTakesOverEveryRevisionToo() {
        export();
        Forgetful forgetful = new Forgetful(target, new AtomicInteger());
        Import.Result result = into(forgetful, AS_IT_IS, 0);
        assertThat(forgetful.written.get()).isGreaterThan(2 * Forgetful.EACH);
        assertThat(told(target)).isEqualTo(toldWithoutGone());
        assertThat(result).isEqualTo(new Import.Result(source.revision() + 1, 6, 6, 1));
    }

    /// Forgets to answer one of so many writes that it has done.
    private record Forgetful(Store store, AtomicInteger written) implements ForwardingStore {
        private static final int EACH = 100;

        @Override
        public Store before(Store other) {
            return new Forgetful(other, written);
        }

        @Override
        public Outcome commit(Transaction transaction) {
            Outcome outcome = store.commit(transaction);
            if (written.incrementAndGet() % EACH == 0) {
                throw new StoreException.Unanswered("forgotten", new IllegalStateException());
            }
            return outcome;
        }
    }

    @Test
    void aStoreThatIsFurtherGivesHigherRevisionsInTheSameOrder() {
        for (int i = 0; i < 305; i++) {
            target.commit(new Transaction(List.of(), List.of(new Transaction.Change.Put("/other", bytes("x"), 0))));
        }
        export();
        Import.Result result = into(target, AS_IT_IS, 0);
        assertThat(result.entries()).isEqualTo(6);
        assertThat(result.kept()).isLessThan(6);
        assertThat(target.revision()).isGreaterThan(source.revision());
        for (Entry old : source.range(Range.of("/registry/")).entries()) {
            target.get(old.key())
                    .ifPresent(it -> assertThat(it.modRevision()).isGreaterThanOrEqualTo(old.modRevision()));
        }
    }

    @Test
    void aFolderTakesOverEveryRevisionAndGoesOnBehindTheBump() {
        export();
        Path folder = work.resolve("folder");
        assertThat(intoFolder(folder, AS_IT_IS, 100)).isEqualTo(new Import.Result(source.revision() + 100, 6, 6, 1));
        try (Store disk = disk(folder)) {
            assertThat(told(disk)).isEqualTo(toldWithoutGone());
            assertThat(disk.revision()).isEqualTo(source.revision() + 100);
            assertThat(disk.lease(Duration.ofSeconds(1))).isEqualTo(3);
            assertThatExceptionOfType(StoreException.Compacted.class)
                    .isThrownBy(() -> disk.watch("/registry/", source.revision()));
        }
        assertThatExceptionOfType(StoreException.Unusable.class)
                .isThrownBy(() -> intoFolder(folder, AS_IT_IS, 0))
                .withMessageContaining("is not empty");
    }

    @Test
    void whatIsInUseIsNotImportedInto() {
        export();
        target.commit(Transaction.create("/registry/namespaces/default", bytes("x")));
        assertThatExceptionOfType(StoreException.Unusable.class)
                .isThrownBy(() -> into(target, AS_IT_IS, 0))
                .withMessageContaining("/registry/namespaces/default");
    }

    private static Sealing secrets(Provider... providers) {
        return new Sealing(List.of(new Sealing.Rule("/registry/secrets/", new Providers(List.of(providers)))));
    }

    private static Provider key(int seed) {
        byte[] key = new byte[32];
        key[0] = (byte) seed;
        return Aes.gcm("k" + seed, key, new SecureRandom());
    }

    @Test
    void plainSecretsAreSealedOnTheirWayAndSealedOnesWithTheNewKey() {
        export();
        Sealing first = secrets(key(1), new Identity());
        Path folder = work.resolve("folder");
        intoFolder(folder, first, 0);
        Path again = work.resolve("again");
        try (Store disk = disk(folder)) {
            assertThat(disk.get("/registry/secrets/s").orElseThrow().value()).startsWith(bytes("k8s:enc:aesgcm:v1:k1:"));
            Export.write(Spread.over(disk), again, CLOCK, _ -> {});
        }
        Sealing both = secrets(key(2), key(1));
        Import.into(Spread.over(target), MARK, new Import.Order(again, both, 0), CLOCK, THREADS, (_, _) -> {});
        assertThat(target.get("/registry/secrets/s").orElseThrow().value()).startsWith(bytes("k8s:enc:aesgcm:v1:k2:"));
        Store opened = new EncryptedStore(target, secrets(key(2)));
        assertThat(opened.get("/registry/secrets/s").orElseThrow().value()).isEqualTo(bytes("hidden"));
    }

    @Test
    void whatNoKeyOpensStopsTheImportBeforeItBegins() {
        put("/registry/secrets/t", "k8s:enc:aesgcm:v1:lost:xxxx", 0);
        export();
        assertThatExceptionOfType(StoreException.Unreadable.class)
                .isThrownBy(() -> into(target, secrets(key(1), new Identity()), 0))
                .withMessageContaining("/registry/secrets/t")
                .withMessageContaining("k8s:enc:aesgcm:v1:lost:");
        assertThat(target.revision()).isEqualTo(1);
        Path folder = work.resolve("folder");
        assertThatExceptionOfType(StoreException.Unreadable.class)
                .isThrownBy(() -> intoFolder(folder, secrets(key(1), new Identity()), 0));
        assertThat(folder).doesNotExist();
    }

    @Test
    void everyChangedByteIsFoundBeforeAnythingIsWritten() throws IOException {
        long size = export().bytes();
        for (long at = 0; at < size; at++) {
            flip(at);
            assertThatExceptionOfType(StoreException.class)
                    .as("byte %s", at)
                    .isThrownBy(() -> into(target, AS_IT_IS, 0));
            flip(at);
        }
        assertThat(target.revision()).isEqualTo(1);
        assertThat(into(target, AS_IT_IS, 0).entries()).isEqualTo(6);
    }

    @Test
    void aFileThatWasCutOrAppendedToIsRefused() throws IOException {
        long size = export().bytes();
        byte[] whole = Files.readAllBytes(file);
        for (int length : new int[] {0, 10, 30, (int) size / 2, (int) size - 1}) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertThatExceptionOfType(StoreException.class).isThrownBy(() -> Export.check(file, _ -> {}));
        }
        Files.write(file, Arrays.copyOf(whole, whole.length + 1));
        assertThatExceptionOfType(StoreException.Corrupt.class)
                .isThrownBy(() -> Export.check(file, _ -> {}))
                .withMessageContaining("something follows");
    }

    @Test
    void aNewerFormatIsRefusedByItsNumber() throws IOException {
        Files.writeString(file, "pilothouse store export 3\nwhatever");
        assertThatExceptionOfType(StoreException.Unusable.class)
                .isThrownBy(() -> Export.check(file, _ -> {}))
                .withMessageContaining("has format 3");
    }

    private void flip(long at) throws IOException {
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
            bytes.seek(at);
            int old = bytes.read();
            bytes.seek(at);
            bytes.write(old ^ 1);
        }
    }

    @Test
    void aTargetThatSomebodyWritesToMeanwhileIsNamed() {
        export();
        Import.Progress meddling = (_, _) -> {
            if (target.get("/registry/pods/default/a").isEmpty()) {
                target.commit(Transaction.create("/registry/pods/default/a", bytes("theirs")));
            }
        };
        assertThatExceptionOfType(StoreException.Unusable.class)
                .isThrownBy(() -> Import.into(
                        Spread.over(target), MARK, new Import.Order(file, AS_IT_IS, 0), CLOCK, THREADS, meddling))
                .withMessageContaining("somebody else writes to the target: /registry/pods/default/a");
    }
}
