package dev.pilothouse.app.home;

import dev.pilothouse.api.tree.Json;
import dev.pilothouse.api.tree.MalformedJson;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/// A control plane that is up: what `status` and `down` need to know of another process.
///
/// @param pid the process
/// @param server its address, `https://127.0.0.1:6443`
/// @param kubeconfig the administrator's way in
/// @param processStart when that process started: a number that came back after a restart of the machine must not be
///     taken for it
public record Running(long pid, String server, Path kubeconfig, Instant processStart) {

    /// This very process.
    public static Running here(String server, Path kubeconfig) {
        ProcessHandle self = ProcessHandle.current();
        return new Running(self.pid(), server, kubeconfig, startOf(self));
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
                            Instant.ofEpochMilli(note.number("processStart"))))
                    : Optional.empty();
        } catch (MalformedJson cutShort) {
            return Optional.empty();
        }
    }
}
