package dev.pilothouse.app.cli;

import dev.pilothouse.app.Components;
import dev.pilothouse.app.Machine;
import dev.pilothouse.app.flags.FlagValues;
import dev.pilothouse.app.masters.LoopProcess;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Controller manager and scheduler as processes of their own.
final class LoopCommands {
    static final Command CONTROLLER_MANAGER = new UpstreamCommand(
                    "controller-manager",
                    Components.CONTROLLER_MANAGER,
                    (flags, _) -> serve(flags, LoopProcess::controllerManager))
            .command("Run the controllers alone, with the flags of kube-controller-manager.");

    static final Command SCHEDULER = new UpstreamCommand(
                    "scheduler", Components.SCHEDULER, (flags, _) -> serve(flags, LoopProcess::scheduler))
            .command("Run the scheduler alone, with the flags of kube-scheduler.");

    private static final int LOST = 1;

    private LoopCommands() {}

    private interface Making {
        LoopProcess of(FlagValues flags, Machine machine) throws IOException;
    }

    /// @return 0 when it was told to end; 1 when it leads no more: whoever started it starts it anew, as upstream
    private static int serve(FlagValues flags, Making making) throws IOException, InterruptedException {
        Ending ending = Ending.onSignal();
        try (LoopProcess process = making.of(flags, Machine.withoutStore())) {
            UpstreamCommand.warn(flags);
            AtomicBoolean told = new AtomicBoolean();
            Thread main = Thread.currentThread();
            Thread.ofVirtual().start(() -> {
                try {
                    ending.await();
                    told.set(true);
                    main.interrupt();
                } catch (InterruptedException over) {
                    Thread.currentThread().interrupt();
                }
            });
            try {
                process.run();
            } catch (InterruptedException end) {
                if (told.get()) {
                    return 0;
                }
                throw end;
            }
            Logger log = LoggerFactory.getLogger(LoopCommands.class);
            log.error("leaderelection lost");
            return LOST;
        } finally {
            ending.over();
        }
    }
}
