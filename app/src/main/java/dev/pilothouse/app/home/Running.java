package dev.pilothouse.app.home;

import dev.pilothouse.api.tree.Json;
import dev.pilothouse.api.tree.MalformedJson;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// A control plane that is up: what `status` and `down` need to know of another process.
///
/// @param pid the process
/// @param server its address, `https://127.0.0.1:6443`
/// @param kubeconfig the administrator's way in
/// @param processStart when that process started: a number that came back after a restart of the machine must not be
///     taken for it
/// @param farewell how long it may take to end in order
public record Running(long pid, String server, Path kubeconfig, Instant processStart, Duration farewell) {
    /// Of a process that doesn't say.
    private static final Duration USUAL_FAREWELL = Duration.ofSeconds(90);

    /// This very process.
    public static Running here(String server, Path kubeconfig, Duration farewell) {
        ProcessHandle self = ProcessHandle.current();
        return new Running(self.pid(), server, kubeconfig, startOf(self), farewell);
    }

    private static Instant startOf(ProcessHandle process) {
        return process.info().startInstant().orElse(Instant.EPOCH);
    }

    public boolean isAlive() {
        return process().isPresent();
    }

    /// The process, if it still runs.
    public Optional<ProcessHandle> process() {
        return ProcessHandle.of(pid).filter(it -> it.isAlive() && startOf(it).equals(processStart));
    }

    byte[] bytes() {
        ObjectTree tree = ObjectTree.builder()
                .put("pid", Tree.of(pid))
                .put("server", Tree.of(server))
                .put("kubeconfig", Tree.of(kubeconfig.toString()))
                .put("processStart", Tree.of(processStart.toEpochMilli()))
                .put("farewellMillis", Tree.of(farewell.toMillis()))
                .build();
        return Json.bytes(tree).copy();
    }

    /// Empty when these bytes aren't such a note.
    static Optional<Running> parse(byte[] bytes) {
        try {
            return Json.parse(bytes) instanceof ObjectTree note && note.has("pid")
                    ? Optional.of(new Running(
                            note.number("pid"),
                            note.text("server"),
                            Path.of(note.text("kubeconfig")),
                            Instant.ofEpochMilli(note.number("processStart")),
                            note.has("farewellMillis") ? Duration.ofMillis(note.number("farewellMillis")) : USUAL_FAREWELL))
                    : Optional.empty();
        } catch (MalformedJson cutShort) {
            return Optional.empty();
        }
    }
}
