package dev.pilothouse.apiserver.admission;

import dev.pilothouse.apiserver.authorization.Authorizer;
import dev.pilothouse.apiserver.authorization.PolicyReads;
import dev.pilothouse.apiserver.authorization.Rbac;
import java.time.InstantSource;
import java.util.List;
import java.util.random.RandomGenerator;

/// The plugins in upstream's order, which matters: each sees what those before it have done.
public final class AdmissionPlugins {
    private AdmissionPlugins() {}

    /// @param reads the cluster as the plugins see it
    /// @param ledger where it is written down what quotas let in
    /// @param authorization asked whether somebody may hand out rights, which [Rbac] knows
    public static List<AdmissionPlugin> all(
            PolicyReads reads,
            RandomGenerator random,
            Authorizer authorization,
            Rbac rbac,
            QuotaLedger ledger,
            InstantSource clock) {
        return List.of(
                new NamespaceLifecycle(reads),
                new LimitRanger(reads),
                new ServiceAccountMount(reads, random),
                new NodeRestriction(reads),
                new TaintNodesByCondition(),
                new PodSecurity(reads),
                new PodPriority(reads),
                new DefaultTolerationSeconds(),
                new DefaultClasses(reads, DefaultClasses.Sort.STORAGE),
                new StorageObjectInUseProtection(),
                new ClaimResize(reads),
                new RuntimeClassOfPod(reads),
                new DefaultClasses(reads, DefaultClasses.Sort.INGRESS),
                new PodTopologyLabels(reads),
                new EscalationGuard(reads, authorization, rbac),
                new MutatingPolicies(reads, authorization),
                new ValidatingPolicies(reads, authorization),
                new ResourceQuotas(reads, ledger, clock));
    }
}
