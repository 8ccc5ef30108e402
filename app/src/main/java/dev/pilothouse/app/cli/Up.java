package dev.pilothouse.app.cli;

import dev.pilothouse.apiserver.http.DoorFrame;
import dev.pilothouse.apiserver.pki.Pki;
import dev.pilothouse.app.ControlPlane;
import dev.pilothouse.app.Machine;
import dev.pilothouse.app.Manifests;
import dev.pilothouse.app.Refusal;
import dev.pilothouse.app.Settings;
import dev.pilothouse.app.encryption.BackupKey;
import dev.pilothouse.app.SteadyClock;
import dev.pilothouse.app.encryption.EncryptionConfiguration;
import dev.pilothouse.app.encryption.NewKey;
import dev.pilothouse.app.home.Claim;
import dev.pilothouse.app.home.ClusterFolder;
import dev.pilothouse.app.home.Kubeconfig;
import dev.pilothouse.app.home.Running;
import dev.pilothouse.app.logs.Logs;
import dev.pilothouse.app.memory.HeapWatch;
import dev.pilothouse.client.Client;
import dev.pilothouse.store.Store;
import dev.pilothouse.store.disk.DiskStore;
import dev.pilothouse.store.encryption.EncryptedStore;
import dev.pilothouse.store.encryption.Sealing;
import dev.pilothouse.store.etcd.EtcdSettings;
import dev.pilothouse.store.memory.MemoryStore;
import java.io.IOException;
import java.net.BindException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Starts the control plane and stays until it is told to end.
final class Up {
    /// After the last client is gone loops and store end within this time, on a slow machine too.
    private static final Duration AFTER_CLIENTS = Duration.ofSeconds(30);

    private static final Duration MANIFESTS_READY = Duration.ofMinutes(5);

    static final Command COMMAND = Command.of(
            "up",
            "Start the control plane; Ctrl-C ends it in order.",
            Stream.concat(Stream.of(DataOption.FLAG), UpOptions.FLAGS.stream()).toList(),
            Up::run);

    private final UpOptions options;
    private final Progress progress;

    Up(UpOptions options, Progress progress) {
        this.options = options;
        this.progress = progress;
    }

    private static int run(Given given) throws IOException, InterruptedException {
        UpOptions options = new UpOptions(given);
        Up up = new Up(options, new Progress(System.out));
        ClusterFolder folder = DataOption.folder(given);
        if (options.detach) {
            up.detach(given.arguments(), folder);
            return 0;
        }
        Ending ending = Ending.onSignal();
        try {
            up.serve(folder, ending);
            up.progress.say("ended in order" + (options.ephemeral ? "" : "; `pilothouse up` goes on from here"));
            return 0;
        } finally {
            ending.over();
        }
    }

    private void detach(List<String> arguments, ClusterFolder folder) throws IOException, InterruptedException {
        Optional<Running> already = folder.find();
        if (already.isPresent()) {
            throw new Refusal("already running at " + already.get().server() + " (process " + already.get().pid()
                    + "); `pilothouse down` ends it");
        }
        Running running = Detached.start(arguments, folder);
        progress.ready(running.server(), running.kubeconfig());
        System.out.println("In the background, process " + running.pid() + "; `pilothouse down` ends it. Log: " + folder.log());
    }

    /// Starts, and returns when everything has ended in order.
    void serve(ClusterFolder folder, Ending ending) throws IOException, InterruptedException {
        try (Claim claim = folder.claim()) {
            // What can be wrong with the configuration is told before anything is opened.
            List<Sealing.Rule> configured = options.encryption.isPresent() ? configured(options.encryption.get()) : List.of();
            Settings settings = options.settings(options.freePort());
            // Before the authority: a folder that has one and no key is that of a cluster which began without.
            Optional<Path> shared = hasSharedKey() ? options.mastersKey(folder).file(new SecureRandom()) : Optional.empty();
            // The first use of elliptic curves is a tenth of a second of arithmetic, of which nothing needs the outcome for a while.
            try (Beside<Pki> keys = Beside.begin("keys", () -> options.pki(folder, options.servingNames(settings)))) {
                // What is wrong with keys or flags is refused, not logged.
                Logs.start(options.verbosity);
                serve(claim, settings, configured, shared, keys, ending);
            }
        }
    }

    /// A plugin that keeps keys may be away, which only the log tells.
    private List<Sealing.Rule> configured(Path file) throws IOException {
        Logs.start(options.verbosity);
        return EncryptionConfiguration.read(file, new SecureRandom(), options.etcd.figures());
    }

    private void serve(
            Claim claim,
            Settings settings,
            List<Sealing.Rule> configured,
            Optional<Path> shared,
            Beside<Pki> keys,
            Ending ending)
            throws IOException, InterruptedException {
        ClusterFolder folder = claim.folder();
        try (Store store = openStore(folder);
                Background _ = Background.compaction(store, options.etcd.compaction())) {
            // Next to all that a large store allocates while it is read lives on: collections would look at it in vain.
            HeapWatch heap = HeapWatch.start();
            progress.step(whereObjectsAre(folder));
            List<Sealing.Rule> rules = options.encryption.isPresent() ? configured : usual(folder, store, shared);
            Sealing sealing = options.etcd.sealing(rules);
            try (Background _ = Background.reload(options.encryption.filter(_ -> options.reload), sealing, rules, options.etcd.figures())) {
                run(claim, Machine.real(new EncryptedStore(store, sealing)), options.stored(settings, sealing), keys, heap, ending);
            }
        }
    }

    /// Whether what is sealed is sealed with a key that masters share.
    private boolean hasSharedKey() {
        return options.encryption.isEmpty() && options.etcd.where().isPresent();
    }

    /// What is sealed when nobody says: Secrets, wherever they outlast the process.
    private List<Sealing.Rule> usual(ClusterFolder folder, Store store, Optional<Path> file) throws IOException {
        if (!hasSharedKey()) {
            return options.ephemeral ? List.of() : ownKey(folder, store);
        }
        MastersKey key = options.mastersKey(folder);
        List<Sealing.Rule> rules = MastersKey.rules(file, new SecureRandom());
        key.check(store, options.etcd.sealing(rules), file);
        if (file.isEmpty()) {
            progress.say("Secrets are not encrypted in etcd: there is no " + key.shared().resolve(NewKey.FILE)
                    + ", and this cluster began without one; docs/ha.md tells how to begin");
        }
        return rules;
    }

    private static List<Sealing.Rule> ownKey(ClusterFolder folder, Store store) throws IOException {
        if (!Files.exists(folder.encryption())) {
            // A new key would make everything that another one sealed look damaged.
            BackupKey.refuseSealed(store, folder);
        }
        SecureRandom random = new SecureRandom();
        return EncryptionConfiguration.read(NewKey.in(folder.encryption(), random), random);
    }

    private String whereObjectsAre(ClusterFolder folder) {
        return options.etcd
                .where()
                .map(etcd -> "etcd, " + String.join(", ", etcd.endpoints()))
                .orElse(options.ephemeral ? "store in memory" : "store open, " + folder.store());
    }

    private Store openStore(ClusterFolder folder) {
        Optional<EtcdSettings> etcd = options.etcd.settings();
        if (etcd.isPresent()) {
            return EtcdStores.open(etcd.get(), options.etcd.overrides());
        }
        return options.ephemeral
                ? new MemoryStore(InstantSource.system())
                : DiskStore.open(
                        folder.store(),
                        SteadyClock.started(),
                        task -> Thread.ofPlatform().name("store").start(task));
    }

    private void run(Claim claim, Machine machine, Settings settings, Beside<Pki> keys, HeapWatch heap, Ending ending)
            throws IOException, InterruptedException {
        // Meanwhile keys are made.
        DoorFrame frame = DoorFrame.make();
        Pki pki = keys.get();
        progress.step("keys and certificates, " + claim.folder().pki());
        int port = settings.advertisePort();
        try (ControlPlane cluster = ControlPlane.begin(machine, pki, settings)) {
            heap.whenQuiet(cluster::rest);
            listen(cluster, frame, port);
            cluster.startLoops();
            String server = "https://" + options.reachableAddress() + ":" + port;
            Path kubeconfig = options.kubeconfig(claim.folder());
            new Kubeconfig(server, pki).write(kubeconfig);
            progress.step("API server, " + server);
            apply(cluster);
            Duration farewell = settings.serving().shutdown().longest().plus(AFTER_CLIENTS);
            claim.announce(Running.here(server, kubeconfig, farewell));
            progress.ready(server, kubeconfig);
            progress.howToEnd(settings);
            pki.makeTokenKey();
            ending.await();
            progress.say("ending");
        }
    }

    private void apply(ControlPlane cluster) throws IOException, InterruptedException {
        if (options.manifests.isEmpty()) {
            return;
        }
        Manifests manifests = Manifests.read(options.manifests);
        Client client = cluster.administrator();
        manifests.apply(client);
        progress.step("applied " + manifests.size() + " objects");
        if (options.wait) {
            manifests.awaitReady(client, MANIFESTS_READY);
            progress.step("their pods are ready");
        }
    }

    private void listen(ControlPlane cluster, DoorFrame frame, int port) throws IOException {
        try {
            cluster.listen(frame, options.bindAddress, port);
        } catch (BindException taken) {
            throw new Refusal("can't listen on " + options.bindAddress + ":" + port + " (" + taken.getMessage()
                    + "): choose another with --port");
        }
    }
}
