package dev.pilothouse.apiserver.upkeep;

import dev.pilothouse.api.meta.RandomUid;
import dev.pilothouse.api.coordination.v1.Lease;
import dev.pilothouse.api.meta.ObjectMeta;
import dev.pilothouse.api.meta.Timestamps;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import dev.pilothouse.apiserver.bootstrap.Self;
import dev.pilothouse.apiserver.bootstrap.WhereServerIs;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// This API server's name among its like, as a Lease in `kube-system` that it keeps renewing (KEP-1965), and the removal of
/// those whose servers have gone for good.
final class IdentityLease {
    /// How long a server that says nothing keeps its name; as seldom is looked for such.
    static final Duration LENGTH = Duration.ofHours(1);

    private static final String MANAGER = "kube-apiserver";
    private static final String NAMESPACE = "kube-system";
    private static final String LABEL = "apiserver.kubernetes.io/identity";
    private static final String PEER_ADDRESS = "kubernetes.io/peer-advertise-address";
    private static final int HASH_BYTES = 16;
    private static final String BASE_32 = "abcdefghijklmnopqrstuvwxyz234567";

    private final Self self;
    private final String host;
    private final String address;
    private final String holder;
    private final InstantSource clock;

    IdentityLease(Self self, String host, WhereServerIs where, InstantSource clock, RandomGenerator random) {
        this.self = self;
        this.host = host;
        this.address = WhereServerIs.inUrl(where.address()) + ":" + where.port();
        this.clock = clock;
        this.holder = name(host) + "_" + RandomUid.of(random);
    }

    /// `apiserver-` and a hash of the host's name, which stays the same when the server starts again.
    static String name(String host) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(host.getBytes(StandardCharsets.UTF_8));
            StringBuilder name = new StringBuilder("apiserver-");
            int bits = 0;
            int waiting = 0;
            for (int i = 0; i < HASH_BYTES; i++) {
                bits = bits << 8 | hash[i] & 0xFF;
                for (waiting += 8; waiting >= 5; waiting -= 5) {
                    name.append(BASE_32.charAt(bits >> waiting - 5 & 31));
                }
            }
            return name.append(BASE_32.charAt(bits << 5 - waiting & 31)).toString();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /// Makes the lease, or renews it. When somebody else wrote meanwhile, the next time comes soon.
    void renew() {
        ObjectTree lease = ObjectTree.EMPTY
                .with("apiVersion", Lease.KIND.apiVersion())
                .with("kind", Lease.KIND.kind())
                .with(
                        "metadata",
                        ObjectTree.EMPTY
                                .with("name", name(host))
                                .with("namespace", NAMESPACE)
                                .with("annotations", ObjectTree.of(Map.of(PEER_ADDRESS, address)))
                                .with("labels", ObjectTree.of(Map.of(LABEL, MANAGER, "kubernetes.io/hostname", host))));
        ObjectTree spec = ObjectTree.EMPTY
                .with("holderIdentity", holder)
                .with("leaseDurationSeconds", LENGTH.toSeconds())
                .with("renewTime", Timestamps.micros(clock.instant()));
        ObjectTree found = self.find(lease);
        if (found.isEmpty()) {
            self.create(lease.with("spec", spec), MANAGER);
        } else {
            self.replaces(found.with("spec", spec).withAt(Tree.of(address), "metadata", "annotations", PEER_ADDRESS), MANAGER);
        }
    }

    /// Deletes the leases of servers that have said nothing for as long as they promised to.
    void collect() {
        String leases = "/apis/coordination.k8s.io/v1/namespaces/" + NAMESPACE + "/leases";
        for (ObjectTree lease : self.list(leases, "labelSelector=" + LABEL + "%3D" + MANAGER)) {
            if (isOver(lease.object("spec"))) {
                self.delete(leases + "/" + ObjectMeta.name(lease));
            }
        }
    }

    private boolean isOver(ObjectTree spec) {
        Optional<Instant> renewed = Timestamps.parse(spec.text("renewTime"));
        return renewed.isEmpty()
                || !spec.has("leaseDurationSeconds")
                || renewed.get().plusSeconds(spec.number("leaseDurationSeconds")).isBefore(clock.instant());
    }
}
