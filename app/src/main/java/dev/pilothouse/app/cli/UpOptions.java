package dev.pilothouse.app.cli;

import dev.pilothouse.apiserver.ServiceRanges;
import dev.pilothouse.apiserver.authentication.RequestHeaders;
import dev.pilothouse.apiserver.http.ServingOptions;
import dev.pilothouse.apiserver.pki.Pki;
import dev.pilothouse.apiserver.pki.ServingNames;
import dev.pilothouse.app.OwnAddress;
import dev.pilothouse.app.Refusal;
import dev.pilothouse.app.Settings;
import dev.pilothouse.app.home.ClusterFolder;
import dev.pilothouse.store.encryption.Sealing;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.stream.Stream;

/// What `up` can be told. Flags that upstream's components have are called as there.
final class UpOptions {
    private static final int MOST_NODES = 10_000;

    private static final Flag NODES = Flag.of("N", "3", "How many simulated nodes run the pods.", "--nodes");
    private static final Flag PORT = Flag.of(
            "N", "6443", "Where the API server listens; 0 for any free port.", "--port", "--secure-port");
    private static final Flag BIND_ADDRESS = Flag.of(
            "IP", "127.0.0.1", "The address to listen on; 0.0.0.0 lets other machines in.", "--bind-address");
    private static final Flag KUBECONFIG = Flag.of(
            "FILE", "", "Where to write the administrator's kubeconfig (default: in the data folder).", "--kubeconfig");
    private static final Flag EPHEMERAL =
            Flag.bare("Keep objects in memory only: nothing is left at the end.", "--ephemeral");
    private static final Flag ONLY = Flag.of(
            "apiserver", "", "Run the API server alone: no controllers, no scheduler, no nodes.", "--only");
    private static final Flag MANIFESTS = Flag.of(
                    "FILE|DIR", "", "Apply these manifests when it is up; may be given several times.", "-f", "--filename")
            .manyTimes();
    private static final Flag WAIT = Flag.bare("Say ready only when all pods of the manifests are.", "--wait");
    private static final Flag DETACH = Flag.bare("Stay in the background; return when it is ready.", "--detach");
    private static final Flag ADVERTISE_ADDRESS = Flag.of(
            "IP",
            "",
            "Where nodes and pods find the API server (default: this machine's first address).",
            "--advertise-address");
    private static final Flag SERVICE_RANGE = Flag.of(
            "CIDR,...", "10.0.0.0/16", "Where cluster addresses of services come from: one range, or one of each family.", "--service-cluster-ip-range");
    private static final Flag ENCRYPTION = Flag.of(
            "FILE",
            "",
            "Upstream's EncryptionConfiguration (default: Secrets, with a key that is made in the data folder, or in that of --pki).",
            "--encryption-provider-config");
    private static final Flag RELOAD = Flag.bare(
            "Take over what is written into that file while the server runs, within a minute.",
            "--encryption-provider-config-automatic-reload");
    private static final Flag PKI = Flag.of(
            "DIR",
            "",
            "Keys that all masters share: ca.*, sa.*, front-proxy-ca.*, encryption.yaml (default: in the data folder).",
            "--pki");
    private static final Flag NAMES = Flag.of(
                    "NAME|IP,…",
                    "",
                    "More names for the API server's certificate, such as a load balancer's.",
                    "--tls-san")
            .manyTimes();
    private static final Flag VERBOSITY = Flag.of("N", "0", "How much to log, 0 to 10.", "-v", "--v");

    static final List<Flag> FLAGS = Stream.of(
                    List.of(
                            NODES,
                            PORT,
                            BIND_ADDRESS,
                            KUBECONFIG,
                            EPHEMERAL,
                            ONLY,
                            MANIFESTS,
                            WAIT,
                            DETACH,
                            ADVERTISE_ADDRESS,
                            SERVICE_RANGE,
                            ENCRYPTION,
                            RELOAD,
                            PKI,
                            NAMES),
                    EtcdOptions.FLAGS,
                    ServingFlags.FLAGS,
                    RequestHeaderFlags.FLAGS,
                    List.of(VERBOSITY))
            .flatMap(List::stream)
            .toList();

    private final int nodes;
    private final int port;
    private final boolean alone;
    private final Optional<Path> kubeconfig;
    private final Optional<String> advertiseAddress;
    private final String serviceRange;
    final Optional<Path> encryption;
    final boolean reload;
    private final Optional<Path> pki;
    private final List<String> names;
    final String bindAddress;
    final boolean ephemeral;
    final List<Path> manifests;
    final boolean wait;
    final boolean detach;
    final int verbosity;
    final EtcdOptions etcd;
    private final ServingOptions serving;
    private final Optional<RequestHeaders> requestHeaders;

    UpOptions(Given given) {
        this.nodes = given.number(NODES);
        this.port = given.number(PORT);
        this.bindAddress = given.text(BIND_ADDRESS);
        this.kubeconfig = given.find(KUBECONFIG).map(Path::of);
        this.ephemeral = given.has(EPHEMERAL);
        this.alone = given.find(ONLY).isPresent();
        if (alone && !given.text(ONLY).equals(ONLY.value())) {
            throw new Given.Misuse("Invalid value for option " + ONLY + ": '" + given.text(ONLY) + "'");
        }
        this.manifests = given.all(MANIFESTS).stream().map(Path::of).toList();
        this.wait = given.has(WAIT);
        this.detach = given.has(DETACH);
        this.advertiseAddress = given.find(ADVERTISE_ADDRESS);
        this.encryption = given.find(ENCRYPTION).map(Path::of);
        this.reload = given.has(RELOAD);
        if (reload && encryption.isEmpty()) {
            throw new Given.Misuse(RELOAD + " must be set with " + ENCRYPTION);
        }
        this.pki = given.find(PKI).map(Path::of);
        this.names = given.parts(NAMES);
        this.serviceRange = range(given, SERVICE_RANGE);
        this.etcd = new EtcdOptions(given);
        this.verbosity = given.number(VERBOSITY);
        this.serving = ServingFlags.read(given);
        this.requestHeaders = RequestHeaderFlags.read(given);
    }

    /// Where Services get their addresses from.
    static String range(Given given, Flag flag) {
        try {
            return ServiceRanges.network(given.text(flag));
        } catch (IllegalArgumentException wrong) {
            throw new Given.Misuse(wrong.getMessage(), wrong);
        }
    }

    /// All but what is only known once the store is open.
    Settings settings(int port) {
        if (nodes < 0 || nodes > MOST_NODES) {
            throw new Refusal("--nodes must be between 0 and " + MOST_NODES + ", not " + nodes);
        }
        Settings settings = Settings.standard()
                .withNodes(nodes)
                .withParts(alone ? Settings.Parts.API_SERVER : Settings.Parts.ALL)
                .withAdvertised(advertiseAddress.orElseGet(OwnAddress::first), port)
                .withServiceRange(serviceRange)
                .withShared(etcd.where().isPresent())
                .withServing(serving);
        return requestHeaders.map(settings::withRequestHeaders).orElse(settings);
    }

    /// @param keys of what is encrypted at rest
    Settings stored(Settings settings, Sealing keys) {
        return settings.withStorage(etcd.atRest(keys, reload));
    }

    /// Everything that the server's certificate is to stand for.
    ServingNames servingNames(Settings settings) {
        return settings.servingNames().and(List.of(bindAddress)).and(names);
    }

    /// The keys of the cluster. Masters on a common store share some of them.
    Pki pki(ClusterFolder folder, ServingNames names) throws IOException {
        InstantSource clock = InstantSource.system();
        SecureRandom random = new SecureRandom();
        Executor executor = Thread.ofVirtual().name("keys")::start;
        return pki.isPresent() || etcd.where().isPresent()
                ? Pki.open(
                        pki.orElseGet(folder::pki), folder.pki(), names, clock, random, executor)
                : Pki.open(folder.pki(), names, clock, random, executor);
    }

    /// What Secrets are sealed with in etcd.
    MastersKey mastersKey(ClusterFolder folder) {
        return new MastersKey(
                pki.orElseGet(folder::pki), pki.isPresent() ? Optional.empty() : Optional.of(folder.encryption()));
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
        return OwnAddress.isAny(bindAddress) ? "127.0.0.1" : bindAddress;
    }
}
