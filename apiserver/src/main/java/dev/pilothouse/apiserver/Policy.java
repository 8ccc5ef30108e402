package dev.pilothouse.apiserver;

import dev.pilothouse.apiserver.admission.PrivilegedContainers;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/// What an API server lets happen.
///
/// @param modes who is asked what somebody may do, in order
/// @param plugins whether the admission plugin of this name takes part
/// @param asked admission plugins that somebody asked for by name
/// @param tolerations for pods that say nothing of it
/// @param privileged whether containers may be privileged
public record Policy(
        List<AuthorizationMode> modes,
        Predicate<String> plugins,
        Set<String> asked,
        Tolerations tolerations,
        boolean privileged) {
    private static final long USUAL_SECONDS = 300;

    /// As kubeadm sets a cluster up.
    public static final Policy USUAL = new Policy(
            List.of(AuthorizationMode.NODE, AuthorizationMode.RBAC),
            _ -> true,
            Set.of(),
            new Tolerations(USUAL_SECONDS, USUAL_SECONDS),
            true);

    /// How long a pod stays on a node that isn't ready, or can't be reached (upstream's `--default-…-toleration-seconds`).
    public record Tolerations(long notReadySeconds, long unreachableSeconds) {}

    public Policy {
        modes = List.copyOf(modes);
        asked = Set.copyOf(asked);
    }

    /// What was asked for and isn't there.
    List<String> missing(Set<String> there) {
        return asked.stream().filter(name -> !there.contains(name)).sorted().toList();
    }

    /// Whether a rule of admission takes part.
    boolean takesPart(String plugin) {
        return plugin.equals(PrivilegedContainers.NAME) ? !privileged : plugins.test(plugin);
    }
}
