package dev.pilothouse.app.cli;

import dev.pilothouse.app.Refusal;
import dev.pilothouse.app.Settings;
import dev.pilothouse.app.home.ClusterFolder;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.SocketException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/// What `up` can be told. Flags that upstream's components have are called as there.
final class UpOptions {
    private static final int MOST_NODES = 10_000;

    @Option(
            names = "--nodes",
            paramLabel = "N",
            defaultValue = "3",
            description = "How many simulated nodes run the pods (default: ${DEFAULT-VALUE}).")
    private int nodes;

    @Option(
            names = {"--port", "--secure-port"},
            paramLabel = "N",
            defaultValue = "6443",
            description = "Where the API server listens; 0 for any free port (default: ${DEFAULT-VALUE}).")
    private int port;

    @Option(
            names = "--bind-address",
            paramLabel = "IP",
            defaultValue = "127.0.0.1",
            description = "The address to listen on; 0.0.0.0 lets other machines in (default: ${DEFAULT-VALUE}).")
    String bindAddress;

    @Option(
            names = "--kubeconfig",
            paramLabel = "FILE",
            description = "Where to write the administrator's kubeconfig (default: in the data folder).")
    private Optional<Path> kubeconfig = Optional.empty();

    @Option(names = "--ephemeral", description = "Keep objects in memory only: nothing is left at the end.")
    boolean ephemeral;

    @Option(
            names = "--only",
            paramLabel = "apiserver",
            description = "Run the API server alone: no controllers, no scheduler, no nodes.")
    private Optional<Only> only = Optional.empty();

    @Option(
            names = {"-f", "--filename"},
            paramLabel = "FILE|DIR",
            description = "Apply these manifests when it is up; may be given several times.")
    List<Path> manifests = List.of();

    @Option(names = "--wait", description = "Say ready only when all pods of the manifests are.")
    boolean wait;

    @Option(names = "--detach", description = "Stay in the background; return when it is ready.")
    boolean detach;

    @Option(
            names = "--advertise-address",
            paramLabel = "IP",
            description = "Where nodes and pods find the API server (default: this machine's first address).")
    private Optional<String> advertiseAddress = Optional.empty();

    @Option(
            names = "--service-cluster-ip-range",
            paramLabel = "CIDR",
            defaultValue = "10.0.0.0/16",
            description = "Where cluster addresses of services come from (default: ${DEFAULT-VALUE}).")
    private String serviceRange;

    @Option(
            names = {"-v", "--v"},
            paramLabel = "N",
            defaultValue = "0",
            description = "How much to log, 0 to 10 (default: ${DEFAULT-VALUE}).")
    int verbosity;

    /// The parts that can run alone.
    enum Only {
        apiserver
    }

    Settings settings(int port) {
        if (nodes < 0 || nodes > MOST_NODES) {
            throw new Refusal("--nodes must be between 0 and " + MOST_NODES + ", not " + nodes);
        }
        return Settings.standard()
                .withNodes(nodes)
                .withParts(only.isPresent() ? Settings.Parts.API_SERVER : Settings.Parts.ALL)
                .withAdvertised(advertiseAddress.orElseGet(UpOptions::firstAddress), port)
                .withServiceRange(serviceRange);
    }

    Path kubeconfig(ClusterFolder folder) {
        return kubeconfig.map(Path::toAbsolutePath).orElseGet(folder::kubeconfig);
    }

    /// The port to listen on. A free one is found out before the server starts, because the server tells it to clients.
    int freePort() throws IOException {
        if (port != 0) {
            return port;
        }
        try (ServerSocket probe = new ServerSocket(0)) {
            return probe.getLocalPort();
        }
    }

    /// Where this machine's own clients find the server.
    String reachableAddress() {
        return bindAddress.equals("0.0.0.0") || bindAddress.equals("::") ? "127.0.0.1" : bindAddress;
    }

    /// As upstream chooses: the first address that isn't loopback.
    private static String firstAddress() {
        try {
            return NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(it -> it instanceof Inet4Address && !it.isLoopbackAddress())
                    .map(it -> it.getHostAddress())
                    .findFirst()
                    .orElse("192.0.2.1"); // no network at all: an address that stands for nobody (RFC 5737)
        } catch (SocketException unknown) {
            return "192.0.2.1";
        }
    }
}
