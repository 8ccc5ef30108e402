package dev.pilothouse.apiserver.discovery;

import dev.pilothouse.api.schema.GroupVersion;
import dev.pilothouse.api.schema.GroupVersionResource;
import dev.pilothouse.apiserver.authorization.PolicyReads;
import dev.pilothouse.apiserver.discovery.Health.Check;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/// The checks that upstream names, in its order. Those of hooks look for what the hook leaves behind, until they have seen it
/// once. Hooks of parts that work here as soon as requests are answered at all pass by being asked.
public final class HealthChecks {
    private static final BooleanSupplier SERVING = () -> true;

    private final PolicyReads reads;
    private final StoreChecks stores;
    private final BooleanSupplier staying;

    /// @param staying whether the server isn't about to stop
    public HealthChecks(PolicyReads reads, StoreChecks stores, BooleanSupplier staying) {
        this.reads = reads;
        this.stores = stores;
        this.staying = staying;
    }

    List<Check> live() {
        return live(List.of());
    }

    /// For those who ask the old way: what is alive, and who keeps its keys.
    List<Check> health() {
        return live(stores.keys());
    }

    private List<Check> live(List<Check> keys) {
        List<Check> checks = new ArrayList<>(List.of(
                new Check("ping", SERVING),
                new Check("log", SERVING),
                new Check("loopback-serving-certificate", SERVING)));
        checks.addAll(stores.live());
        checks.addAll(keys);
        checks.addAll(hooks());
        return checks;
    }

    List<Check> ready() {
        List<Check> checks = new ArrayList<>(List.of(new Check("ping", SERVING), new Check("log", SERVING)));
        checks.addAll(stores.ready());
        checks.addAll(stores.keys());
        checks.add(new Check("informer-sync", SERVING));
        checks.addAll(hooks());
        checks.add(new Check("shutdown", staying));
        return checks;
    }

    private List<Check> hooks() {
        List<Check> hooks = new ArrayList<>();
        if (stores.atRest().reloads()) {
            hooks.add(hook("start-encryption-provider-config-automatic-reload", SERVING));
        }
        hooks.addAll(usualHooks());
        return hooks;
    }

    private List<Check> usualHooks() {
        return List.of(
                hook("start-apiserver-admission-initializer", SERVING),
                hook("generic-apiserver-start-informers", SERVING),
                hook("priority-and-fairness-config-consumer", SERVING),
                hook("priority-and-fairness-filter", SERVING),
                hook("storage-object-count-tracker-hook", SERVING),
                hook("start-apiextensions-informers", SERVING),
                hook("start-apiextensions-controllers", SERVING),
                hook("crd-informer-synced", SERVING),
                hook("start-system-namespaces-controller", made("", "namespaces", "", "kube-system")),
                hook("peer-endpoint-reconciler-controller", SERVING),
                hook("start-cluster-authentication-info-controller", SERVING),
                hook("start-kube-apiserver-identity-lease-controller", SERVING),
                hook("start-kube-apiserver-identity-lease-garbage-collector", SERVING),
                hook("storage-readiness", stores.main().live()),
                hook("start-legacy-token-tracking-controller", SERVING),
                hook("start-service-ip-repair-controllers", SERVING),
                hook("rbac/bootstrap-roles", made("rbac.authorization.k8s.io", "clusterroles", "", "cluster-admin")),
                hook(
                        "scheduling/bootstrap-system-priority-classes",
                        made("scheduling.k8s.io", "priorityclasses", "", "system-node-critical")),
                hook("priority-and-fairness-config-producer", SERVING),
                hook("bootstrap-controller", made("", "services", "default", "kubernetes")),
                hook("start-kubernetes-service-cidr-controller", SERVING),
                hook("aggregator-reload-proxy-client-cert", SERVING),
                hook("start-kube-aggregator-informers", SERVING),
                hook("apiservice-status-local-available-controller", SERVING),
                hook("apiservice-status-remote-available-controller", SERVING),
                hook("apiservice-registration-controller", SERVING),
                hook("apiservice-discovery-controller", SERVING),
                hook("kube-apiserver-autoregistration", SERVING),
                new Check("autoregister-completion", SERVING),
                hook("apiservice-openapi-controller", SERVING),
                hook("apiservice-openapiv3-controller", SERVING));
    }

    private static Check hook(String name, BooleanSupplier passes) {
        return new Check("poststarthook/" + name, passes);
    }

    /// A hook that has done its work has done it, even if somebody deletes the result later.
    private BooleanSupplier made(String group, String resource, String namespace, String name) {
        GroupVersionResource id = new GroupVersion(group, "v1").resource(resource);
        AtomicBoolean seen = new AtomicBoolean();
        return () -> {
            if (!seen.get() && reads.get(id, namespace, name).isPresent()) {
                seen.set(true);
            }
            return seen.get();
        };
    }
}
