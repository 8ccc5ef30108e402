package dev.pilothouse.app.cli;

import dev.pilothouse.apiserver.bootstrap.WhereServerIs;
import dev.pilothouse.apiserver.ServiceRanges;
import dev.pilothouse.apiserver.pki.KeyCertificate;
import dev.pilothouse.apiserver.pki.MasterKeys;
import dev.pilothouse.apiserver.pki.ServingNames;
import dev.pilothouse.app.encryption.KeyFile;
import dev.pilothouse.app.encryption.NewKey;
import dev.pilothouse.app.home.Kubeconfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Makes what masters prove themselves with, as kubeadm lays it out below `/etc/kubernetes`: a folder for each master with
/// `pki` and the kubeconfigs of its components, and one with what they have in common.
final class PkiCommand {
    private static final Flag MASTER = Flag.of(
                    "NAME=IP", "", "A master's name and address; once for each.", "--master")
            .manyTimes();
    private static final Flag ENDPOINT = Flag.of(
            "HOST:PORT", "", "Where the balancer in front of the masters is (default: the first master).", "--endpoint");
    private static final Flag PORT =
            Flag.of("N", "6443", "Where the API servers listen.", "--port", "--secure-port");
    private static final Flag NAMES = Flag.of(
                    "NAME|IP,…", "", "More names for the API servers' certificates.", "--tls-san")
            .manyTimes();
    private static final Flag SERVICE_RANGE = Flag.of(
            "CIDR", "10.96.0.0/12", "Where cluster addresses of services come from.", "--service-cluster-ip-range");

    static final Command COMMAND = Command.on(
            "DIR",
            "pki",
            "Make keys, certificates and kubeconfigs for several masters, laid out as kubeadm does.",
            List.of(MASTER, ENDPOINT, PORT, NAMES, SERVICE_RANGE),
            PkiCommand::run);

    private PkiCommand() {}

    private record Named(String name, String address) {}

    private static int run(Given given) throws IOException {
        List<Named> masters = given.all(MASTER).stream().map(PkiCommand::named).toList();
        if (masters.isEmpty()) {
            throw new Given.Misuse("Missing " + MASTER + ": at least one master");
        }
        refuseTwins(masters);
        Path root = Path.of(given.operand()).toAbsolutePath().normalize();
        int port = given.number(PORT);
        String endpoint = given.find(ENDPOINT)
                .orElseGet(() -> WhereServerIs.inUrl(masters.getFirst().address) + ":" + port);
        int colon = endpoint.lastIndexOf(':');
        if (colon < 1) {
            throw new Given.Misuse("Invalid value for option " + ENDPOINT + ": '" + endpoint + "' names no port");
        }
        List<String> more = new ArrayList<>(List.of(endpoint.substring(0, colon).replaceAll("[\\[\\]]", "")));
        more.addAll(given.parts(NAMES));
        String firstService = ServiceRanges.of(UpOptions.range(given, SERVICE_RANGE)).firstAddress();
        Path common = root.resolve("common");
        boolean begins = !Files.exists(common.resolve("ca.crt"));
        MasterKeys keys = MasterKeys.open(common, InstantSource.system(), new SecureRandom());
        Path encryption = common.resolve(NewKey.FILE);
        if (begins) {
            // Masters that run already would not know a key that came later.
            NewKey.in(encryption, new SecureRandom());
        }
        for (Named master : masters) {
            Path folder = root.resolve(master.name);
            keys.write(
                    folder.resolve("pki"),
                    new MasterKeys.Master(master.name, master.address, ServingNames.with(List.of(master.name), List.of(master.address, firstService)).and(more)));
            if (Files.exists(encryption)) {
                KeyFile.copy(encryption, folder.resolve("pki").resolve(NewKey.FILE));
            }
            String own = "https://" + WhereServerIs.inUrl(master.address) + ":" + port;
            kubeconfig(keys, own, "system:kube-controller-manager", folder.resolve("controller-manager.conf"));
            kubeconfig(keys, own, "system:kube-scheduler", folder.resolve("scheduler.conf"));
            new Kubeconfig("https://" + endpoint, keys.authority(), "kubernetes-admin", keys.administrator())
                    .write(folder.resolve("admin.conf"));
            System.out.println(folder + ": for /etc/kubernetes on " + master.name);
        }
        System.out.println(common + ": keys of the authorities. Keep them where no master is; more masters, and"
                + " certificates that end, are made from them.");
        return 0;
    }

    private static void kubeconfig(MasterKeys keys, String server, String user, Path file) throws IOException {
        KeyCertificate client = keys.client(user, List.of());
        new Kubeconfig(server, keys.authority(), user, client).write(file);
    }

    private static Named named(String text) {
        int sign = text.indexOf('=');
        String name = text.substring(0, Math.max(sign, 0));
        String address = text.substring(sign + 1);
        // The name becomes that of a folder and of a machine.
        if (!name.matches("[a-z0-9]([a-z0-9.-]*[a-z0-9])?") || name.equals("common") || !ServingNames.isAddress(address)) {
            throw new Given.Misuse("Invalid value for option " + MASTER + ": '" + text + "'");
        }
        return new Named(name, address);
    }

    private static void refuseTwins(List<Named> masters) {
        Set<String> seen = new HashSet<>();
        for (Named master : masters) {
            if (!seen.add(master.name)) {
                throw new Given.Misuse("Two masters are named " + master.name);
            }
        }
    }
}
