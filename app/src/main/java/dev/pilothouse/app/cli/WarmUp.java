package dev.pilothouse.app.cli;

import dev.pilothouse.app.home.ClusterFolder;
import dev.pilothouse.app.home.Running;
import dev.pilothouse.app.masters.KubeconfigFile;
import dev.pilothouse.app.training.Exercise;
import dev.pilothouse.store.etcd.Rehearsal;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// Two short lives of a whole control plane in a folder of its own, from nothing and from what the first one left, work for the second
/// one, and the calls that one on etcd would make. The launcher lets it run once after a build, and the JVM writes down which classes
/// it loaded, how it linked them and what ran often, so that no later start has to find out again.
final class WarmUp {
    static final Command COMMAND =
            Command.hidden("warm-up", "Run once, for the AOT cache.", _ -> new WarmUp().run());

    private static final int LIVES = 2;
    private static final int ROUNDS = 10;

    /// So many rounds are about 12,000 requests: more of them made starts and the first half minute no better.
    private static final int EXERCISES = 150;

    private static final int REHEARSALS = 5_000;
    private static final Duration POLL = Duration.ofMillis(10);

    /// A build is often not alone on its machine, and what isn't asked here is slow at every later start.
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private static final List<String> PATHS =
            List.of("/readyz", "/version", "/api", "/apis", "/api/v1/namespaces", "/openapi/v2");

    private int run() throws IOException, InterruptedException {
        String temporary = Files.createTempDirectory("pilothouse-warm-up").toString();
        Given given = Given.read(List.of("--port", "0", "--data", temporary), Up.COMMAND.flags());
        ClusterFolder folder = DataOption.folder(given);
        try {
            for (int life = 0; life < LIVES; life++) {
                live(given, folder, life == LIVES - 1);
            }
            Rehearsal.run(REHEARSALS);
            return 0;
        } finally {
            folder.delete();
        }
    }

    private static void live(Given given, ClusterFolder folder, boolean isLast) throws IOException, InterruptedException {
        Up up = new Up(new UpOptions(given), new Progress(new PrintStream(OutputStream.nullOutputStream())));
        Ending ending = Ending.onSignal();
        CompletableFuture<Void> life = CompletableFuture.runAsync(() -> serve(up, folder, ending), task -> Thread.ofPlatform().start(task));
        try {
            Optional<Running> running = folder.find();
            while (running.isEmpty() && !life.isDone()) {
                Thread.sleep(POLL);
                running = folder.find();
            }
            if (running.isPresent()) {
                ask(running.get(), folder);
                if (isLast) {
                    exercise(running.get(), folder);
                }
            }
        } finally {
            ending.ask();
            try {
                life.join();
            } finally {
                ending.over();
            }
        }
    }

    private static void serve(Up up, ClusterFolder folder, Ending ending) {
        try {
            up.serve(folder, ending);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void ask(Running running, ClusterFolder folder) throws IOException, InterruptedException {
        try (Knock knock = new Knock(running.server(), folder.authority(), PATIENCE)) {
            for (int round = 0; round < ROUNDS; round++) {
                for (String path : PATHS) {
                    knock.get(path);
                }
            }
        }
    }

    private static void exercise(Running running, ClusterFolder folder) throws IOException, InterruptedException {
        KubeconfigFile administrator = KubeconfigFile.read(folder.kubeconfig(), InstantSource.system());
        try (ExecutorService threads = Executors.newThreadPerTaskExecutor(Thread.ofPlatform().factory())) {
            new Exercise(URI.create(running.server()), administrator.client(), threads).run(EXERCISES);
        }
    }
}
