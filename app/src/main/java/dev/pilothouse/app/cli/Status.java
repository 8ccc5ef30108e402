package dev.pilothouse.app.cli;

import dev.pilothouse.app.home.ClusterFolder;
import dev.pilothouse.app.home.Running;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Says whether the control plane on a folder is up and how to reach it. Exit status 0 when it is ready, 3 when it isn't running,
/// as service managers expect, and 4 when it runs and isn't ready.
final class Status {
    static final Command COMMAND = Command.of(
            "status",
            "Say whether the control plane is up.",
            List.of(DataOption.FLAG),
            given -> run(DataOption.folder(given)));

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int NOT_RUNNING = 3;
    private static final int NOT_READY = 4;

    private Status() {}

    private static int run(ClusterFolder folder) throws IOException, InterruptedException {
        Optional<Running> found = folder.find();
        if (found.isEmpty()) {
            System.out.println("not running" + (Files.isDirectory(folder.store()) ? ", its data is in " : "; no data in ")
                    + folder.root());
            return NOT_RUNNING;
        }
        Running running = found.get();
        boolean ready;
        try (Knock knock = new Knock(running.server(), folder.authority(), PATIENCE)) {
            ready = knock.isReady();
        }
        System.out.println((ready ? "ready       " : "not ready   ") + running.server() + "  (process " + running.pid() + ")");
        System.out.println("since       " + running.processStart());
        System.out.println("data        " + folder.root());
        System.out.println("kubeconfig  " + running.kubeconfig());
        return ready ? 0 : NOT_READY;
    }
}
