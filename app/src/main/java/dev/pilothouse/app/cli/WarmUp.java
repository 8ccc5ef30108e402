package dev.pilothouse.app.cli;

import dev.pilothouse.apiserver.pki.Pki;
import dev.pilothouse.app.ControlPlane;
import dev.pilothouse.app.Machine;
import dev.pilothouse.app.Settings;
import dev.pilothouse.app.home.Claim;
import dev.pilothouse.app.home.ClusterFolder;
import dev.pilothouse.app.logs.Logs;
import dev.pilothouse.store.Store;
import dev.pilothouse.store.disk.DiskStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// One short life of a whole control plane in a folder of its own. The launcher lets it run once after a build, and the JVM
/// writes down which classes it loaded and how it linked them, so that no later start has to find out again.
@Command(name = "warm-up", hidden = true, description = "Run once, for the AOT cache.", mixinStandardHelpOptions = true)
final class WarmUp implements Callable<Integer> {
    private static final int ROUNDS = 20;

    private static final List<String> PATHS =
            List.of("/readyz", "/version", "/api", "/apis", "/api/v1/namespaces", "/openapi/v2");

    @Override
    public Integer call() throws IOException, InterruptedException {
        Logs.start(0);
        Path temporary = Files.createTempDirectory("pilothouse-warm-up");
        ClusterFolder folder = ClusterFolder.at(temporary);
        try (Claim claim = folder.claim();
                Store store = DiskStore.open(
                        folder.store(),
                        InstantSource.system(),
                        task -> Thread.ofPlatform().name("store").start(task))) {
            live(claim.folder(), store);
        } finally {
            folder.delete();
        }
        return 0;
    }

    private static void live(ClusterFolder folder, Store store) throws IOException, InterruptedException {
        Machine machine = Machine.real(store);
        Pki pki = Pki.open(
                folder.pki(),
                Settings.standard().servingNames(),
                machine.clock(),
                new SecureRandom(),
                machine.executor());
        try (ControlPlane cluster = ControlPlane.start(machine, pki, Settings.standard())) {
            int port = cluster.listen("127.0.0.1", 0);
            try (Knock knock = new Knock("https://127.0.0.1:" + port, folder.authority())) {
                for (int round = 0; round < ROUNDS; round++) {
                    for (String path : PATHS) {
                        knock.get(path);
                    }
                }
            }
        }
    }
}
