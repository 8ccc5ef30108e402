package dev.pilothouse.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// A member of etcd of its own, on free ports, with its data in a folder of the test's.
public final class EtcdServer implements AutoCloseable {
    private final Path program;
    private final Path folder;
    private final int clientPort;
    private final int peerPort;
    private final List<String> flags;
    private Process process;

    /// @param name of the program among the tools: `etcd` or `etcd-3.5`
    public EtcdServer(String name, Path folder) {
        this(name, folder, freePort(), freePort(), List.of());
    }

    /// One that speaks TLS, as its flags say.
    EtcdServer(Path folder, List<String> flags) {
        this("etcd", folder, freePort(), freePort(), flags);
    }

    /// The same member, started with other flags.
    EtcdServer with(List<String> others) {
        kill();
        return new EtcdServer(program.getFileName().toString(), folder, clientPort, peerPort, others);
    }

    /// Another cluster where one was.
    EtcdServer(String name, Path folder, EtcdServer gone) {
        this(name, folder, gone.clientPort, freePort(), List.of());
    }

    private EtcdServer(String name, Path folder, int clientPort, int peerPort, List<String> flags) {
        this.program = tool(name);
        this.folder = folder;
        this.clientPort = clientPort;
        this.peerPort = peerPort;
        this.flags = List.copyOf(flags);
        start();
    }

    /// `scripts/tools` builds it; the part `etcd` of the tests does that first.
    public static Path tool(String name) {
        Path at = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(at.resolve("scripts/parts"))) {
            at = at.getParent();
        }
        Path tool = at.resolve(".tools/bin").resolve(name);
        if (!Files.isExecutable(tool)) {
            throw new IllegalStateException("scripts/tools " + name + " has not been called");
        }
        return tool;
    }

    private static int freePort() {
        try (ServerSocket probe = new ServerSocket(0)) {
            return probe.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String endpoint() {
        return (flags.isEmpty() ? "http" : "https") + "://127.0.0.1:" + clientPort;
    }

    void start() {
        String peer = "http://127.0.0.1:" + peerPort;
        try {
            process = new ProcessBuilder(Stream.concat(Stream.of(
                            program.toString(),
                            "--name=one",
                            "--data-dir=" + folder,
                            "--listen-client-urls=" + endpoint(),
                            "--advertise-client-urls=" + endpoint(),
                            "--listen-peer-urls=" + peer,
                            "--initial-advertise-peer-urls=" + peer,
                            "--initial-cluster=one=" + peer,
                            "--unsafe-no-fsync",
                            "--log-level=error"), flags.stream()).toList())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void kill() {
        process.destroyForcibly();
        try {
            process.waitFor(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        kill();
    }
}
