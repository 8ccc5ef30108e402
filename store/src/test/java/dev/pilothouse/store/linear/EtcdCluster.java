package dev.pilothouse.store.linear;

import dev.pilothouse.store.EtcdServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Three members of etcd as processes, with a network between them, and between them and their clients, that can be made to fail.
final class EtcdCluster implements AutoCloseable {
    static final int MEMBERS = 3;

    /// Below those that the kernel gives to connections: who leaves one for a while finds it again.
    private static final int FIRST_PORT = 12_000;

    private static final int PORTS = 18_000;

    /// The members' own time, short: elections are what goes wrong.
    private static final String HEARTBEAT_MILLIS = "50";

    private static final String ELECTION_MILLIS = "500";

    /// After so many transactions what is older is only in a snapshot: a member that was away gets it whole.
    private static final String SNAPSHOT_TRANSACTIONS = "60";

    private static final String CATCH_UP_TRANSACTIONS = "20";

    private final Path program;
    private final Path folder;
    private final List<Integer> clientPorts;
    private final List<Integer> peerPorts;
    private final List<Wire> clientWires;
    private final List<Wire> peerWires;
    private final List<Process> processes = new ArrayList<>();

    EtcdCluster(Path folder, RandomGenerator random) {
        this.program = EtcdServer.tool("etcd");
        this.folder = folder;
        List<Integer> ports = freePorts(random, 4 * MEMBERS);
        this.clientPorts = ports.subList(0, MEMBERS);
        this.peerPorts = ports.subList(MEMBERS, 2 * MEMBERS);
        this.clientWires = wires(ports.subList(2 * MEMBERS, 3 * MEMBERS), clientPorts, false);
        this.peerWires = wires(ports.subList(3 * MEMBERS, 4 * MEMBERS), peerPorts, true);
        for (int i = 0; i < MEMBERS; i++) {
            processes.add(started(i));
        }
    }

    private static List<Wire> wires(List<Integer> from, List<Integer> to, boolean tellsCallers) {
        return IntStream.range(0, MEMBERS)
                .mapToObj(i -> new Wire(from.get(i), to.get(i), tellsCallers))
                .toList();
    }

    private static List<Integer> freePorts(RandomGenerator random, int count) {
        List<Integer> free = new ArrayList<>();
        while (free.size() < count) {
            int port = FIRST_PORT + random.nextInt(PORTS);
            try (ServerSocket _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                if (!free.contains(port)) {
                    free.add(port);
                }
            } catch (IOException taken) {
                Thread.onSpinWait();
            }
        }
        return List.copyOf(free);
    }

    private static String url(int port) {
        return "http://127.0.0.1:" + port;
    }

    private Process started(int member) {
        String peer = url(peerWires.get(member).port());
        String client = url(clientPorts.get(member));
        try {
            return new ProcessBuilder(
                            program.toString(),
                            "--name=m" + member,
                            "--data-dir=" + folder.resolve("m" + member),
                            "--listen-client-urls=" + client,
                            "--advertise-client-urls=" + client,
                            "--listen-peer-urls=" + url(peerPorts.get(member)),
                            "--initial-advertise-peer-urls=" + peer,
                            "--initial-cluster="
                                    + IntStream.range(0, MEMBERS)
                                            .mapToObj(i -> "m" + i + "="
                                                    + url(peerWires.get(i).port()))
                                            .collect(Collectors.joining(",")),
                            "--heartbeat-interval=" + HEARTBEAT_MILLIS,
                            "--election-timeout=" + ELECTION_MILLIS,
                            "--snapshot-count=" + SNAPSHOT_TRANSACTIONS,
                            "--snapshot-catchup-entries=" + CATCH_UP_TRANSACTIONS,
                            // The machine's power stays: what was written outlives the process without it.
                            "--unsafe-no-fsync",
                            "--log-level=error")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(
                            folder.resolve("m" + member + ".log").toFile()))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The endpoints, beginning at this member.
    List<String> endpoints(int first) {
        return IntStream.range(0, MEMBERS)
                .mapToObj(i -> url(clientWires.get((first + i) % MEMBERS).port()))
                .toList();
    }

    void kill(int member) {
        Process process = processes.get(member);
        process.destroyForcibly();
        try {
            process.waitFor(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void start(int member) {
        processes.set(member, started(member));
    }

    void signal(int member, String name) throws InterruptedException {
        try {
            new ProcessBuilder("kill", "-" + name, Long.toString(processes.get(member).pid()))
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The weather between the clients and a member.
    void clients(int member, Wire.Weather weather) {
        clientWires.get(member).weather(Wire.ANYBODY, weather);
    }

    void listening(int member, boolean yes) {
        clientWires.get(member).listening(yes);
    }

    /// The weather on the connections that one member made to another. Each sends on those that the other made, too.
    void link(int from, int to, Wire.Weather weather) {
        peerWires.get(to).weather(peerWires.get(from).port(), weather);
    }

    @Override
    public void close() {
        processes.forEach(Process::destroyForcibly);
        clientWires.forEach(Wire::close);
        peerWires.forEach(Wire::close);
    }
}
