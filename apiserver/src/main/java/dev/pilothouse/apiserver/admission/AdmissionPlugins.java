package dev.pilothouse.apiserver.admission;

import dev.pilothouse.apiserver.authorization.Authorizer;
import dev.pilothouse.apiserver.authorization.PolicyReads;
import dev.pilothouse.apiserver.authorization.Rbac;
import dev.pilothouse.apiserver.metrics.ExpressionTimes;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/// The plugins in upstream's order, which matters: each sees what those before it have done.
public final class AdmissionPlugins {
    private AdmissionPlugins() {}

    /// Rules that upstream has in other places: no flag takes them out.
    private static final Set<String> ALWAYS = Set.of("EscalationGuard");

    /// Those that take part.
    ///
    /// @param chosen asked by name
    /// @param reads the cluster as the plugins see it
    /// @param ledger where it is written down what quotas let in
    /// @param tolerations for pods that say nothing of it
    /// @param times of the expressions in policies
    /// @param authorization asked whether somebody may hand out rights, which [Rbac] knows
    public static List<AdmissionPlugin> chosen(
            Predicate<String> chosen,
            PolicyReads reads,
            RandomGenerator random,
            Authorizer authorization,
            Rbac rbac,
            QuotaLedger ledger,
            DefaultTolerationSeconds tolerations,
            InstantSource clock,
            ExpressionTimes times) {
        List<AdmissionPlugin> all = List.of(
                new NamespaceLifecycle(reads),
                new LimitRanger(reads),
                new ServiceAccountMount(reads, random),
                new NodeRestriction(reads),
                new TaintNodesByCondition(),
                new PodSecurity(reads),
                new PodPriority(reads),
                tolerations,
                new DefaultClasses(reads, DefaultClasses.Sort.STORAGE),
                new StorageObjectInUseProtection(),
                new ClaimResize(reads),
                new RuntimeClassOfPod(reads),
                new DefaultClasses(reads, DefaultClasses.Sort.INGRESS),
                new PodTopologyLabels(reads),
                new PrivilegedContainers(),
                new EscalationGuard(reads, authorization, rbac),
                new MutatingPolicies(reads, authorization, times),
                new ValidatingPolicies(reads, authorization, times),
                new ResourceQuotas(reads, ledger, clock));
        return all.stream()
                .filter(plugin -> ALWAYS.contains(plugin.name()) || chosen.test(plugin.name()))
                .toList();
    }
}
