package dev.pilothouse.apiserver.bootstrap;

import dev.pilothouse.api.meta.ObjectMeta;
import dev.pilothouse.api.meta.Timestamps;
import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/// How pods find the API server: the Service `kubernetes`, the range that its address comes from, and what other
/// servers need to know to believe its callers.
///
/// @param serviceAddress the first address of the range
/// @param address the IP address that the endpoints name
/// @param trust whose callers other servers may believe, as this one does
public record WhereServerIs(
        String serviceRange, String serviceAddress, String address, int port, ClusterTrust trust) {
    private static final String MANAGER = "kube-apiserver";
    private static final String CIDR_MANAGER = "kubernetes-service-cidr-controller";
    private static final int HTTPS = 443;

    /// The address as it stands before a port: one of IPv6 in brackets (RFC 3986).
    public static String inUrl(String address) {
        return address.contains(":") ? "[" + address + "]" : address;
    }

    void announce(Self self, InstantSource clock) {
        String now = Timestamps.seconds(clock.instant());
        if (!self.exists(serviceCidr())) {
            self.create(serviceCidr(), MANAGER);
            self.applyStatus(serviceCidrReady(now), CIDR_MANAGER);
        }
        if (!self.exists(service())) {
            self.create(service(), MANAGER);
        }
        if (!self.exists(ipAddress())) {
            self.create(ipAddress(), MANAGER);
        }
        trust.announce(self, clock.instant());
        ObjectTree tracking = tokenTracking(now.substring(0, now.indexOf('T')));
        if (!self.exists(tracking)) {
            self.create(tracking, MANAGER);
        }
    }

    private ObjectTree service() {
        ObjectTree https = https().with("port", HTTPS).with("targetPort", port);
        ObjectTree spec = ObjectTree.builder()
                .put("clusterIP", serviceAddress)
                .put("internalTrafficPolicy", "Cluster")
                .put("ipFamilyPolicy", "SingleStack")
                .put("ports", ListTree.of(https))
                .put("sessionAffinity", "None")
                .put("type", "ClusterIP")
                .build();
        return object("v1", "Service", "default", "kubernetes")
                .withAt(labels(Map.of("component", "apiserver", "provider", "kubernetes")), "metadata", "labels")
                .with("spec", spec);
    }

    private ObjectTree serviceCidr() {
        return object("networking.k8s.io/v1", "ServiceCIDR", "", "kubernetes")
                .with("spec", ObjectTree.EMPTY.with("cidrs", ListTree.ofTexts(List.of(serviceRange.split(",")))));
    }

    private static ObjectTree serviceCidrReady(String now) {
        ObjectTree ready = ObjectTree.builder()
                .put("type", "Ready")
                .put("status", "True")
                .put("message", "Kubernetes default Service CIDR is ready")
                .put("lastTransitionTime", now)
                .build();
        return object("networking.k8s.io/v1", "ServiceCIDR", "", "kubernetes")
                .with("status", ObjectTree.EMPTY.with("conditions", ListTree.of(ready)));
    }

    private ObjectTree ipAddress() {
        ObjectTree service = ObjectTree.EMPTY
                .with("name", "kubernetes")
                .with("namespace", "default")
                .with("resource", "services");
        Map<String, String> labels = Map.of(
                "ipaddress.kubernetes.io/ip-family", serviceAddress.indexOf(':') < 0 ? "IPv4" : "IPv6",
                "ipaddress.kubernetes.io/managed-by", "ipallocator.k8s.io");
        return object("networking.k8s.io/v1", "IPAddress", "", serviceAddress)
                .withAt(labels(labels), "metadata", "labels")
                .with("spec", ObjectTree.EMPTY.with("parentRef", service));
    }

    private static ObjectTree tokenTracking(String today) {
        return object("v1", "ConfigMap", "kube-system", "kube-apiserver-legacy-service-account-token-tracking")
                .with("data", ObjectTree.EMPTY.with("since", today));
    }

    private static ObjectTree https() {
        return ObjectTree.EMPTY.with("name", "https").with("protocol", "TCP");
    }

    private static ObjectTree labels(Map<String, String> labels) {
        return ObjectTree.of(labels);
    }

    private static ObjectTree object(String apiVersion, String kind, String namespace, String name) {
        ObjectTree object = ObjectTree.EMPTY
                .with("apiVersion", apiVersion)
                .with("kind", kind)
                .with("metadata", ObjectTree.EMPTY.with("name", name));
        return ObjectMeta.withNamespace(object, namespace);
    }
}
