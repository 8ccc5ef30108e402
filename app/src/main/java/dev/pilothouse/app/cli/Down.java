package dev.pilothouse.app.cli;

import dev.pilothouse.app.Refusal;
import dev.pilothouse.app.home.ClusterFolder;
import dev.pilothouse.app.home.Running;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Asks a running control plane to end in order and waits for it.
final class Down {
    static final Command COMMAND = Command.of(
            "down",
            "End the control plane in order; its data stays.",
            List.of(DataOption.FLAG),
            given -> run(DataOption.folder(given)));

    private Down() {}

    private static int run(ClusterFolder folder) throws IOException, InterruptedException {
        System.out.println(end(folder) ? "ended" : "nothing is running on " + folder.root());
        return 0;
    }

    /// @return false when nothing ran
    static boolean end(ClusterFolder folder) throws IOException, InterruptedException {
        Optional<Running> running = folder.find();
        Optional<ProcessHandle> process = running.flatMap(Running::process);
        if (process.isEmpty()) {
            return false;
        }
        // A process that takes longer than it said is stuck.
        Duration patience = running.get().farewell();
        process.get().destroy();
        try {
            process.get().onExit().get(patience.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException stuck) {
            throw new Refusal("process " + process.get().pid() + " didn't end within " + patience.toSeconds()
                    + " s; `kill -9 " + process.get().pid() + "` loses nothing that was acknowledged");
        }
        return true;
    }
}
