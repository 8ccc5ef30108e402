package dev.pilothouse.apiserver.upkeep;

import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import dev.pilothouse.apiserver.bootstrap.Self;
import dev.pilothouse.apiserver.bootstrap.WhereServerIs;
import dev.pilothouse.store.Store;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps the endpoints of the Service `kubernetes` the list of the API servers that live, this one among them.
///
/// E1 The list never becomes empty: the last server that leaves stays named, so that clients find it when it comes back.
final class KubernetesEndpoints {
    private static final Logger LOG = LoggerFactory.getLogger(KubernetesEndpoints.class);
    private static final String MANAGER = "kube-apiserver";

    /// Tries to write a list that other servers write too.
    private static final int ATTEMPTS = 5;

    private final Self self;
    private final MasterLeases leases;
    private final WhereServerIs where;
    private final Membership.Reconciler reconciler;

    KubernetesEndpoints(Self self, Store store, WhereServerIs where, Membership.Reconciler reconciler) {
        this.self = self;
        this.leases = new MasterLeases(store);
        this.where = where;
        this.reconciler = reconciler;
    }

    /// Says that this server lives, and puts the list right.
    void reconcile() {
        switch (reconciler) {
            case Membership.Reconciler.None _ -> {}
            case Membership.Reconciler.Lease _ -> {
                leases.renew(where.address());
                write(leases.addresses());
            }
            case Membership.Reconciler.MasterCount(int count) -> write(counted(count));
        }
    }

    /// Takes this server from the list.
    void leave() {
        if (reconciler instanceof Membership.Reconciler.Lease) {
            leases.remove(where.address());
            List<String> others = leases.addresses();
            if (!others.isEmpty()) {
                write(others);
            }
        }
    }

    /// This server's address and others that were there before, so many at most.
    private List<String> counted(int count) {
        List<String> addresses = new ArrayList<>();
        for (ObjectTree subset : self.find(endpoints(List.of())).list("subsets").objects()) {
            subset.list("addresses").objects().forEach(each -> addresses.add(each.text("ip")));
        }
        if (!addresses.contains(where.address())) {
            addresses.add(where.address());
        }
        while (addresses.size() > count) {
            addresses.remove(addresses.getFirst().equals(where.address()) ? addresses.get(1) : addresses.getFirst());
        }
        return addresses.stream().sorted().toList();
    }

    private void write(List<String> addresses) {
        if (addresses.isEmpty()) {
            LOG.warn("No API server is listed in the store: the endpoints of the Service kubernetes stay as they are");
            return;
        }
        keep(endpoints(addresses), List.of("subsets"));
        keep(endpointSlice(addresses), List.of("endpoints", "ports"));
    }

    /// Creates the object, or gives the one that is there these contents.
    private void keep(ObjectTree wanted, List<String> fields) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            ObjectTree found = self.find(wanted);
            if (found.isEmpty()) {
                self.create(wanted, MANAGER);
                return;
            }
            ObjectTree changed = found;
            for (String field : fields) {
                changed = changed.with(field, wanted.get(field));
            }
            if (changed.equals(found) || self.replaces(changed, MANAGER)) {
                return;
            }
        }
    }

    private ObjectTree endpoints(List<String> addresses) {
        List<ObjectTree> ips =
                addresses.stream().map(each -> ObjectTree.EMPTY.with("ip", each)).toList();
        ObjectTree subset =
                ObjectTree.EMPTY.with("addresses", ListTree.of(ips)).with("ports", ListTree.of(port()));
        return kubernetes("v1", "Endpoints", Map.of("endpointslice.kubernetes.io/skip-mirror", "true"))
                .with("subsets", ListTree.of(subset));
    }

    private ObjectTree endpointSlice(List<String> addresses) {
        List<ObjectTree> endpoints = addresses.stream()
                .map(each -> ObjectTree.EMPTY
                        .with("addresses", ListTree.of(Tree.of(each)))
                        .with("conditions", ObjectTree.EMPTY.with("ready", true)))
                .toList();
        return kubernetes("discovery.k8s.io/v1", "EndpointSlice", Map.of("kubernetes.io/service-name", "kubernetes"))
                .with("addressType", where.address().contains(":") ? "IPv6" : "IPv4")
                .with("endpoints", ListTree.of(endpoints))
                .with("ports", ListTree.of(port()));
    }

    private ObjectTree port() {
        return ObjectTree.EMPTY.with("name", "https").with("protocol", "TCP").with("port", where.port());
    }

    private static ObjectTree kubernetes(String apiVersion, String kind, Map<String, String> labels) {
        return ObjectTree.EMPTY
                .with("apiVersion", apiVersion)
                .with("kind", kind)
                .with(
                        "metadata",
                        ObjectTree.EMPTY
                                .with("name", "kubernetes")
                                .with("namespace", "default")
                                .with("labels", ObjectTree.of(labels)));
    }
}
