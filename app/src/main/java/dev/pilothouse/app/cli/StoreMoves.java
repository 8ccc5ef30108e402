package dev.pilothouse.app.cli;

import dev.pilothouse.app.Refusal;
import dev.pilothouse.app.SteadyClock;
import dev.pilothouse.app.encryption.EncryptionConfiguration;
import dev.pilothouse.app.encryption.Exposure;
import dev.pilothouse.app.encryption.NewKey;
import dev.pilothouse.app.home.Claim;
import dev.pilothouse.app.home.ClusterFolder;
import dev.pilothouse.store.Store;
import dev.pilothouse.store.StoreException;
import dev.pilothouse.store.disk.DiskStore;
import dev.pilothouse.store.encryption.EncryptedStore;
import dev.pilothouse.store.encryption.Sealing;
import dev.pilothouse.store.etcd.EtcdSettings;
import dev.pilothouse.store.etcd.EtcdStore;
import dev.pilothouse.store.moves.Export;
import dev.pilothouse.store.moves.Import;
import dev.pilothouse.store.moves.Spread;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A cluster's objects out of one store and into one of another kind: `store export`, `store import`.
final class StoreMoves {
    private static final InstantSource CLOCK = InstantSource.system();
    private static final Executor THREADS = task -> Thread.ofVirtual().start(task);

    /// Between two lines about how far it is.
    private static final Duration PROGRESS = Duration.ofSeconds(5);

    private static final Flag PLAIN =
            Flag.bare("Decrypt what is encrypted: for a target that will have other keys.", "--plain");

    private static final Flag ENCRYPTION = Flag.of(
            "FILE",
            "",
            "The encryption configuration of the cluster (default: the data folder's own).",
            "--encryption-provider-config");

    private static final Flag BUMP = Flag.of(
            "N",
            "0",
            "Add this to the revision: more than was written to the source after the export.",
            "--bump-revision");

    private static final List<Flag> PLACE = Stream.concat(
                    Stream.of(DataOption.FLAG, ENCRYPTION),
                    EtcdOptions.FLAGS.stream().filter(flag -> flag != EtcdOptions.COMPACTION))
            .toList();

    static final Command EXPORT = Command.on(
            "FILE",
            "store export",
            "Put all objects of a cluster that doesn't run, in its folder or in etcd, into a file.",
            Stream.concat(PLACE.stream(), Stream.of(PLAIN)).toList(),
            given -> new StoreMoves(given).export());

    static final Command IMPORT = Command.on(
            "FILE",
            "store import",
            "Bring them into a new folder or an empty etcd, and hold them against the file.",
            Stream.concat(PLACE.stream(), Stream.of(BUMP)).toList(),
            given -> new StoreMoves(given).importing());

    private final Given given;
    private final Path file;
    private final ClusterFolder folder;
    private final Optional<EtcdSettings> etcd;
    private final List<EtcdOverride> overrides;

    private StoreMoves(Given given) {
        this.given = given;
        this.file = Path.of(given.operand()).toAbsolutePath();
        this.folder = DataOption.folder(given);
        this.etcd = new EtcdOptions(given).settings();
        this.overrides = new EtcdOptions(given).overrides();
    }

    private int export() throws IOException {
        Exposure exposure = new Exposure();
        Export.Contents contents = fromSource(
                store -> Export.write(spread(given.has(PLAIN) ? decrypted(store) : store), file, CLOCK, exposure));
        System.out.println(file + ": " + words(contents));
        if (exposure.hasSealed()) {
            System.out.println("In it " + exposure.sealed() + ": the import, and every API server afterwards, needs that key"
                    + (etcd.isEmpty() && Files.exists(folder.encryption())
                            ? " (the folder's own configuration is " + folder.encryption() + ")."
                            : "."));
        }
        if (exposure.hasPlainSecrets()) {
            System.out.println("WARNING: in it " + exposure.plainSecrets()
                    + ". Only its owner can read the file; delete it when it has served.");
        }
        System.out.println("Certificates and the keys of tokens aren't in it"
                + (etcd.isEmpty() ? ": take " + folder.pki() + " along." : "."));
        return 0;
    }

    static String words(Export.Contents contents) {
        return "revision " + contents.revision() + ", " + contents.entries() + " objects, " + contents.bytes() + " bytes";
    }

    private interface Exporting {
        Export.Contents from(Store store) throws IOException;
    }

    private Export.Contents fromSource(Exporting exporting) throws IOException {
        if (etcd.isPresent()) {
            try (Store store = EtcdStores.open(etcd.get(), overrides)) {
                return exporting.from(store);
            }
        }
        DiskStore.requireOne(folder.store());
        try (Claim _ = folder.claim();
                Store store = disk(folder.store())) {
            return exporting.from(store);
        }
    }

    private Spread spread(Store store) {
        return new Spread(store, EtcdStores.prefixes(overrides));
    }

    private static Store disk(Path path) {
        return DiskStore.open(
                path, SteadyClock.started(), task -> Thread.ofPlatform().name("store").start(task));
    }

    private Store decrypted(Store store) throws IOException {
        Path configuration = given.find(ENCRYPTION).map(Path::of).orElse(folder.encryption());
        if (!Files.exists(configuration)) {
            throw new Refusal("there is no " + configuration + " to decrypt with: say --encryption-provider-config");
        }
        return new EncryptedStore(
                store, new EtcdOptions(given).sealing(EncryptionConfiguration.read(configuration, new SecureRandom())));
    }

    private int importing() throws IOException {
        int bump = given.number(BUMP);
        if (bump < 0) {
            throw new Refusal("--bump-revision can't be negative: revisions only grow");
        }
        Exposure before = new Exposure();
        System.out.println(file + ": " + words(Export.check(file, before)));
        Import.Result result = etcd.isPresent() ? intoEtcd(etcd.get(), bump, before) : intoFolder(bump, before);
        System.out.println(target()
                + ": revision " + result.revision() + ", " + result.entries() + " objects, all of them as in the file; "
                + (result.kept() == result.entries() ? "all" : result.kept()) + " with the resourceVersion that they had");
        if (result.left() > 0) {
            System.out.println(result.left() + " were left behind: they end within a minute");
        }
        return 0;
    }

    private String target() {
        return etcd.map(main -> Stream.concat(
                                main.endpoints().stream(), overrides.stream().flatMap(it -> it.servers().stream()))
                        .distinct()
                        .collect(Collectors.joining(", ")))
                .orElseGet(() -> folder.store().toString());
    }

    private Import.Result intoEtcd(EtcdSettings settings, int bump, Exposure before) throws IOException {
        List<Sealing.Rule> rules = given.find(ENCRYPTION).isPresent()
                ? EncryptionConfiguration.read(Path.of(given.text(ENCRYPTION)), new SecureRandom())
                : List.of();
        if (rules.isEmpty() && before.hasSealed()) {
            System.out.println("In etcd, as in the file, " + before.sealed()
                    + ": start every API server with an --encryption-provider-config that has this key.");
        }
        if (rules.isEmpty() && before.hasPlainSecrets()) {
            System.out.println("WARNING: in etcd " + before.plainSecrets()
                    + ". With --encryption-provider-config they are encrypted on their way.");
        }
        try (Store store = EtcdStores.open(settings, overrides)) {
            return Import.into(
                    spread(store),
                    EtcdStore.UNFINISHED_IMPORT,
                    new Import.Order(file, new EtcdOptions(given).sealing(rules), bump),
                    CLOCK,
                    THREADS,
                    progress());
        }
    }

    private Import.Result intoFolder(int bump, Exposure before) throws IOException {
        Optional<Path> configured = given.find(ENCRYPTION).map(Path::of);
        if (configured.isEmpty() && before.hasSealed() && !Files.exists(folder.encryption())) {
            throw new Refusal("in " + file + " " + before.sealed() + ": put the key's configuration at " + folder.encryption()
                    + ", or say --encryption-provider-config");
        }
        try (Claim _ = folder.claim()) {
            SecureRandom random = new SecureRandom();
            boolean isKeyNew = configured.isEmpty() && !Files.exists(folder.encryption());
            Path configuration = configured.isPresent() ? configured.get() : NewKey.in(folder.encryption(), random);
            List<Sealing.Rule> rules = EncryptionConfiguration.read(configuration, random);
            try {
                return Import.into(
                        folder.store(), new Import.Order(file, new Sealing(rules), bump), CLOCK, StoreMoves::disk);
            } catch (StoreException e) {
                if (isKeyNew && !Files.exists(folder.store())) {
                    // Nothing was sealed with it, and it would be in the way of a backup's own.
                    Files.delete(folder.encryption());
                }
                throw e;
            }
        }
    }

    private static Import.Progress progress() {
        long[] told = {System.nanoTime()};
        return (revision, last) -> {
            if (System.nanoTime() - told[0] > PROGRESS.toNanos()) {
                told[0] = System.nanoTime();
                System.out.println("  at revision " + revision + " of " + last);
            }
        };
    }
}
