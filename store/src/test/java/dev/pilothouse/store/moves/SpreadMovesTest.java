package dev.pilothouse.store.moves;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.pilothouse.store.Entry;
import dev.pilothouse.store.Range;
import dev.pilothouse.store.SplitStore;
import dev.pilothouse.store.Store;
import dev.pilothouse.store.StoreException;
import dev.pilothouse.store.Transaction;
import dev.pilothouse.store.disk.DiskStore;
import dev.pilothouse.store.encryption.Aes;
import dev.pilothouse.store.encryption.EncryptedStore;
import dev.pilothouse.store.encryption.Providers;
import dev.pilothouse.store.encryption.Sealing;
import dev.pilothouse.store.memory.MemoryStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A cluster whose events, and now and then more, are in a store of their own, whose revisions are others.
final class SpreadMovesTest {
    private static final String MARK = "/registry/mark";
    private static final String EVENTS = "/registry/events/";
    private static final String SECRETS = "/registry/secrets/";
    private static final Sealing AS_IT_IS = new Sealing(List.of());
    private static final InstantSource CLOCK = InstantSource.system();
    private static final Executor THREADS = task -> Thread.ofVirtual().start(task);

    @TempDir
    Path work;

    private final Cluster source = new Cluster(List.of(EVENTS));
    private Path file;

    /// A store, and another one for some prefixes.
    private record Cluster(Store main, Store other, List<String> prefixes) {
        Cluster(List<String> prefixes) {
            this(new MemoryStore(CLOCK), new MemoryStore(CLOCK), prefixes);
        }

        SplitStore store() {
            return new SplitStore(
                    main,
                    prefixes.stream().map(it -> new SplitStore.Route(it, other)).toList(),
                    List.of(other));
        }

        Spread spread() {
            return new Spread(store(), prefixes);
        }

        void put(String key, String value, long lease) {
            store().commit(new Transaction(List.of(), List.of(new Transaction.Change.Put(key, bytes(value), lease))));
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /// Key, revision and value.
    private static List<String> told(Store store) {
        return store.range(Range.of("/registry/")).entries().stream()
                .map(it -> it.key() + " " + it.modRevision() + " " + new String(it.value(), StandardCharsets.UTF_8)
                        + (it.lease() == 0 ? "" : " ends"))
                .toList();
    }

    private static List<String> toldBelow(String prefix, Store... stores) {
        List<String> all = new ArrayList<>();
        for (Store store : stores) {
            told(store).stream().filter(it -> it.startsWith(prefix)).forEach(all::add);
        }
        return all.stream().sorted().toList();
    }

    @BeforeEach
    void fill() {
        file = work.resolve("export");
        source.put("/registry/configmaps/default/a", "a", 0);
        source.put("/registry/pods/default/p", "p", source.main().lease(Duration.ofHours(1)));
        source.put(SECRETS + "default/s", "hidden", 0);
        // The other store's lease has the number that the first one's has.
        source.put(EVENTS + "default/e", "e", source.other().lease(Duration.ofHours(2)));
        for (int i = 0; i < 100; i++) {
            source.put(EVENTS + "default/busy", "e" + i, 0);
        }
        // From before there was another store: nobody reads it any more.
        source.main().commit(Transaction.create(EVENTS + "default/left", bytes("old")));
    }

    private void export() {
        Export.write(source.spread(), file, CLOCK, _ -> {});
    }

    private Import.Result into(Spread target, long bump) {
        return Import.into(target, MARK, new Import.Order(file, AS_IT_IS, bump), CLOCK, THREADS, (_, _) -> {});
    }

    private static DiskStore disk(Path folder) {
        return DiskStore.open(folder, CLOCK, task -> Thread.ofPlatform().start(task));
    }

    @Test
    void eachKeyIsExportedFromWhereItIsKept() {
        List<Entry> entries = new ArrayList<>();
        Export.write(source.spread(), file, CLOCK, entries::add);
        assertThat(entries.stream().map(Entry::key))
                .containsExactly(
                        "/registry/configmaps/default/a",
                        EVENTS + "default/busy",
                        EVENTS + "default/e",
                        "/registry/pods/default/p",
                        SECRETS + "default/s");
        assertThat(entries.get(1).modRevision()).isEqualTo(source.other().revision());
        assertThat(Export.check(file, _ -> {}).entries()).isEqualTo(5);
    }

    @Test
    void entriesComeInTheOrderOfTheirKeysThroughManyPages() {
        for (int i = 0; i < 2_500; i++) {
            source.put(EVENTS + "default/" + i, "e", 0);
            source.put("/registry/pods/default/" + i, "p", 0);
        }
        List<String> keys = new ArrayList<>();
        Export.write(source.spread(), file, CLOCK, it -> keys.add(it.key()));
        assertThat(keys).hasSize(5_005).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void storesOfTheSameKindTakeOverEveryRevision() {
        export();
        Cluster target = new Cluster(List.of(EVENTS));
        Import.Result result = into(target.spread(), 0);
        assertThat(result.entries()).isEqualTo(5);
        assertThat(result.kept()).isEqualTo(5);
        assertThat(told(target.other())).isEqualTo(told(source.other()));
        assertThat(told(target.main()))
                .isEqualTo(told(source.main()).stream().filter(it -> !it.contains("left")).toList());
        // Neither was brought to the other's revisions, and neither has a mark.
        assertThat(target.main().revision()).isEqualTo(source.main().revision() + 1);
        assertThat(target.other().revision()).isEqualTo(source.other().revision() + 1);
        // Whoever has seen everything goes on in either.
        target.store().watch(EVENTS, source.other().revision() + 1).close();
        target.store().watch(SECRETS, source.main().revision() + 1).close();
        assertThatExceptionOfType(StoreException.Compacted.class)
                .isThrownBy(() -> target.store().watch(EVENTS, source.other().revision() - 1));
    }

    @Test
    void aFolderTakesEverythingInOneLineThatIsBehindAllOfThem() {
        export();
        Path folder = work.resolve("folder");
        Import.Result result = Import.into(folder, new Import.Order(file, AS_IT_IS, 7), CLOCK, SpreadMovesTest::disk);
        assertThat(result.revision()).isEqualTo(source.other().revision() + 7);
        try (Store disk = disk(folder)) {
            assertThat(told(disk)).isEqualTo(toldBelow("/registry/", source.main(), source.other()).stream()
                    .filter(it -> !it.contains("left"))
                    .toList());
            Map<String, Duration> left = disk.range(Range.of("/registry/")).entries().stream()
                    .filter(it -> it.lease() != 0)
                    .collect(Collectors.toMap(Entry::key, it -> disk.remaining(it.lease()).orElseThrow()));
            assertThat(left.get("/registry/pods/default/p")).isBetween(Duration.ofMinutes(50), Duration.ofMinutes(60));
            assertThat(left.get(EVENTS + "default/e")).isBetween(Duration.ofMinutes(110), Duration.ofMinutes(120));
        }
    }

    @Test
    void oneStoreTakesEverythingInOneLineAsWell() {
        export();
        Store target = new MemoryStore(CLOCK);
        assertThat(into(Spread.over(target), 0).entries()).isEqualTo(5);
        assertThat(target.revision()).isGreaterThan(source.other().revision());
        assertThat(toldBelow("/registry/", target)).hasSize(5).allMatch(it -> !it.contains("left"));
    }

    @Test
    void whatWasInOneStoreGoesIntoSeveralBehindItsRevision() {
        Store one = new MemoryStore(CLOCK);
        for (String entry : toldBelow("/registry/", source.main())) {
            one.commit(Transaction.create(entry.split(" ")[0], bytes("x")));
        }
        Export.write(Spread.over(one), file, CLOCK, _ -> {});
        Cluster target = new Cluster(List.of(EVENTS, SECRETS));
        Import.Result result = into(target.spread(), 10);
        assertThat(result.kept()).isEqualTo(result.entries()).isEqualTo(4);
        assertThat(told(target.other())).containsExactlyInAnyOrderElementsOf(
                told(one).stream().filter(it -> it.contains("events") || it.contains("secrets")).toList());
        assertThat(target.main().revision()).isEqualTo(one.revision() + 11);
        assertThat(target.other().revision()).isEqualTo(one.revision() + 11);
    }

    @Test
    void aResourceThatComesBackIsBehindItsOldRevision() {
        export();
        Cluster target = new Cluster(List.of(SECRETS));
        assertThat(into(target.spread(), 0).entries()).isEqualTo(5);
        assertThat(target.main().revision()).isEqualTo(source.other().revision() + 1);
        assertThat(target.other().revision()).isEqualTo(source.main().revision() + 1);
    }

    @Test
    void aStoreThatGetsNothingMovesOnAllTheSame() {
        Cluster empty = new Cluster(List.of(EVENTS));
        empty.put(SECRETS + "s", "s", 0);
        Export.write(empty.spread(), file, CLOCK, _ -> {});
        Cluster target = new Cluster(List.of(EVENTS));
        target.other().commit(Transaction.create("/elsewhere", bytes("x")));
        long before = target.other().revision();
        into(target.spread(), 0);
        assertThat(target.other().revision()).isGreaterThan(before);
        assertThatExceptionOfType(StoreException.Compacted.class)
                .isThrownBy(() -> target.other().watch(EVENTS, before));
    }

    @Test
    void aSecondStoreThatIsInUseIsNamedBeforeTheFirstIsWrittenTo() {
        export();
        Cluster target = new Cluster(List.of(EVENTS));
        target.put(EVENTS + "default/theirs", "x", 0);
        assertThatExceptionOfType(StoreException.Unusable.class)
                .isThrownBy(() -> into(target.spread(), 0))
                .withMessageContaining(EVENTS + "default/theirs");
        assertThat(target.main().revision()).isEqualTo(1);
    }

    @Test
    void theFirstStoresMarkStandsUntilTheLastIsFilled() {
        export();
        Cluster target = new Cluster(List.of(EVENTS));
        Import.Progress meddling = (_, _) -> {
            if (target.main().get(MARK).isPresent()) {
                target.other().commit(Transaction.create(EVENTS + "default/e", bytes("theirs")));
            }
        };
        assertThatExceptionOfType(StoreException.Unusable.class)
                .isThrownBy(() -> Import.into(
                        target.spread(), MARK, new Import.Order(file, AS_IT_IS, 0), CLOCK, THREADS, meddling))
                .withMessageContaining("somebody else writes to the target");
        assertThat(target.main().get(MARK)).isPresent();
    }

    @Test
    void whatIsSealedIsOpenedWhereverItIsKept() {
        Sealing sealing = new Sealing(List.of(new Sealing.Rule(
                SECRETS, new Providers(List.of(Aes.gcm("k", new byte[32], new SecureRandom()))))));
        Cluster sealed = new Cluster(List.of(SECRETS));
        new EncryptedStore(sealed.store(), sealing).commit(Transaction.create(SECRETS + "s", bytes("hidden")));
        List<String> values = new ArrayList<>();
        Export.write(
                new Spread(new EncryptedStore(sealed.store(), sealing), sealed.prefixes()),
                file,
                CLOCK,
                it -> values.add(new String(it.value(), StandardCharsets.UTF_8)));
        assertThat(values).containsExactly("hidden");
    }

    @Test
    void aFileOfSeveralStoresSaysThatItIsOne() throws IOException {
        export();
        assertThat(Files.readAllBytes(file)).startsWith(bytes("pilothouse store export 2\n"));
        Path plain = work.resolve("plain");
        Export.write(Spread.over(source.main()), plain, CLOCK, _ -> {});
        assertThat(Files.readAllBytes(plain)).startsWith(bytes("pilothouse store export 1\n"));
    }
}
