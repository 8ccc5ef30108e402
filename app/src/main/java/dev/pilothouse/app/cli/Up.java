package dev.pilothouse.app.cli;

import dev.pilothouse.apiserver.pki.Pki;
import dev.pilothouse.apiserver.pki.ServingNames;
import dev.pilothouse.app.ControlPlane;
import dev.pilothouse.app.Machine;
import dev.pilothouse.app.Refusal;
import dev.pilothouse.app.Settings;
import dev.pilothouse.app.home.Claim;
import dev.pilothouse.app.home.ClusterFolder;
import dev.pilothouse.app.home.Kubeconfig;
import dev.pilothouse.app.home.Running;
import dev.pilothouse.app.logs.Logs;
import dev.pilothouse.store.Store;
import dev.pilothouse.store.disk.DiskStore;
import dev.pilothouse.store.memory.MemoryStore;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// Starts the control plane and stays until it is told to end.
@Command(
        name = "up",
        description = "Start the control plane; Ctrl-C ends it in order.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class Up implements Callable<Integer> {
    @Mixin
    private DataOption data;

    @Mixin
    private UpOptions options;

    private final Progress progress = new Progress(System.out);

    @Override
    public Integer call() throws IOException, InterruptedException {
        Logs.start(options.verbosity);
        Ending ending = Ending.onSignal();
        try {
            serve(data.folder(), ending);
            progress.say("ended in order" + (options.ephemeral ? "" : "; `pilothouse up` goes on from here"));
            return 0;
        } finally {
            ending.over();
        }
    }

    private void serve(ClusterFolder folder, Ending ending) throws IOException, InterruptedException {
        try (Claim claim = folder.claim();
                Store store = openStore(folder)) {
            progress.step(options.ephemeral ? "store in memory" : "store open, " + folder.store());
            run(claim, store, ending);
        }
    }

    private Store openStore(ClusterFolder folder) {
        InstantSource clock = InstantSource.system();
        return options.ephemeral
                ? new MemoryStore(clock)
                : DiskStore.open(
                        folder.store(), clock, task -> Thread.ofPlatform().name("store").start(task));
    }

    private void run(Claim claim, Store store, Ending ending) throws IOException, InterruptedException {
        Machine machine = Machine.real(store);
        int port = options.freePort();
        Settings settings = options.settings(port);
        ServingNames names = ServingNames.with(
                List.of(hostName()), List.of(settings.advertiseAddress(), options.bindAddress, settings.firstServiceAddress()));
        Pki pki = Pki.open(
                claim.folder().pki(), names, machine.clock(), new SecureRandom(), Thread::startVirtualThread);
        progress.step("keys and certificates, " + claim.folder().pki());
        try (ControlPlane cluster = ControlPlane.start(machine, settings)) {
            listen(cluster, pki, port);
            String server = "https://" + options.reachableAddress() + ":" + port;
            Path kubeconfig = options.kubeconfig(claim.folder());
            new Kubeconfig(server, pki).write(kubeconfig);
            claim.announce(Running.here(server, kubeconfig));
            progress.step("API server, " + server);
            progress.ready(server, kubeconfig, settings);
            ending.await();
            progress.say("ending");
        }
    }

    private void listen(ControlPlane cluster, Pki pki, int port) throws IOException {
        try {
            cluster.listen(pki, options.bindAddress, port);
        } catch (BindException taken) {
            throw new Refusal("can't listen on " + options.bindAddress + ":" + port + " (" + taken.getMessage()
                    + "): choose another with --port");
        }
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (IOException nameless) {
            return "localhost";
        }
    }
}
