package dev.pilothouse.apiserver.pki;

import java.io.IOException;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// Keys and certificates of the masters of one cluster, under the names that kubeadm gives them below `/etc/kubernetes/pki`.
///
/// M1 What is there stays: an authority and the token key always, a certificate for as long as it isn't about to end and stands
///    for all its names. So that making them again renews, and adds a master.
public final class MasterKeys {
    private static final String MASTERS = "system:masters";

    private final InstantSource clock;
    private final CertificateAuthority cluster;
    private final CertificateAuthority frontProxy;
    private final CertificateAuthority etcd;
    private final KeyPair tokenKey;

    /// One master.
    ///
    /// @param name of the machine
    /// @param address at which clients and other members of etcd find it
    /// @param serving everything that its API server is called by
    public record Master(String name, String address, ServingNames serving) {}

    private MasterKeys(
            InstantSource clock,
            CertificateAuthority cluster,
            CertificateAuthority frontProxy,
            CertificateAuthority etcd,
            KeyPair tokenKey) {
        this.clock = clock;
        this.cluster = cluster;
        this.frontProxy = frontProxy;
        this.etcd = etcd;
        this.tokenKey = tokenKey;
    }

    /// What all masters have alike. What is missing is made.
    ///
    /// @throws IOException when the folder can't be read or written, or holds half an authority
    public static MasterKeys open(Path folder, InstantSource clock, SecureRandom random) throws IOException {
        PkiFolder files = new PkiFolder(folder, clock);
        Optional<PrivateKey> kept = files.privateKey("sa");
        return new MasterKeys(
                clock,
                files.authority("ca", "kubernetes", random),
                files.authority("front-proxy-ca", "front-proxy-ca", random),
                new PkiFolder(folder.resolve("etcd"), clock).authority("ca", "etcd-ca", random),
                kept.isPresent()
                        ? new KeyPair(PemFiles.publicHalf(kept.get(), folder.resolve("sa.key")), kept.get())
                        : files.keep("sa", Pki.newTokenKey(random)));
    }

    /// Who signs clients' certificates, and the API servers' own.
    public X509Certificate authority() {
        return cluster.certificate();
    }

    /// A new certificate for a client of the API server.
    public KeyCertificate client(String user, List<String> groups) {
        return cluster.forClient(user, groups);
    }

    /// A new certificate for an administrator.
    public KeyCertificate administrator() {
        return client("kubernetes-admin", List.of(MASTERS));
    }

    /// Puts into a folder what one master needs.
    public void write(Path folder, Master master) throws IOException {
        PkiFolder files = new PkiFolder(folder, clock);
        files.keep("ca", cluster.self());
        files.keep("front-proxy-ca", frontProxy.self());
        files.keep("sa", tokenKey);
        ServingNames serving = master.serving();
        leaf(files, "apiserver", cluster, serving::areIn, () -> cluster.forServer("kube-apiserver", serving));
        leaf(files, "apiserver-kubelet-client", cluster, () ->
                cluster.forClient("kube-apiserver-kubelet-client", List.of(MASTERS)));
        leaf(files, "apiserver-etcd-client", etcd, () -> etcd.forClient("kube-apiserver-etcd-client", List.of()));
        leaf(files, FrontProxy.NAME, frontProxy, () -> frontProxy.forClient(FrontProxy.NAME, List.of()));
        PkiFolder members = new PkiFolder(folder.resolve("etcd"), clock);
        members.keep("ca", etcd.self());
        ServingNames member = new ServingNames(List.of("localhost", master.name()), List.of("127.0.0.1", master.address()));
        for (String file : List.of("server", "peer")) {
            leaf(members, file, etcd, member::areIn, () -> etcd.forPeer(master.name(), member));
        }
        leaf(members, "healthcheck-client", etcd, () -> etcd.forClient("kube-etcd-healthcheck-client", List.of()));
    }

    private static void leaf(
            PkiFolder files, String file, CertificateAuthority by, Supplier<KeyCertificate> making) throws IOException {
        leaf(files, file, by, _ -> true, making);
    }

    private static void leaf(
            PkiFolder files,
            String file,
            CertificateAuthority by,
            Predicate<X509Certificate> fits,
            Supplier<KeyCertificate> making)
            throws IOException {
        Optional<KeyCertificate> kept =
                files.find(file).filter(found -> files.isFresh(found, by) && fits.test(found.certificate()));
        files.keep(file, kept.orElseGet(making));
    }
}
