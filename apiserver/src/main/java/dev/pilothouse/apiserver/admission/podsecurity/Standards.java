package dev.pilothouse.apiserver.admission.podsecurity;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// Which standards a level asks for, in which release.
///
/// P1 A level asks for all that the level below asks for, but for what it says more strictly itself.
/// P2 A release that doesn't exist yet asks for what the newest one does.
public final class Standards {
    /// The release whose behaviour this is.
    private static final int NEWEST = 36;

    private Standards() {}

    /// @param from the first release in which the rule is so
    /// @param instead the standard of the level below that it takes the place of; may be empty
    private record Standard(
            String id, Level level, int from, String instead, Function<PodShape, Optional<Violation>> rule) {}

    /// In the order in which they are spoken of; rules of one standard in the order of releases.
    private static final List<Standard> ALL = List.of(
            baseline("appArmorProfile", 0, BaselineRules::appArmor),
            baseline("capabilities_baseline", 0, BaselineRules::capabilities),
            baseline("hostNamespaces", 0, BaselineRules::hostNamespaces),
            baseline("hostPathVolumes", 0, BaselineRules::hostPaths),
            baseline("hostPorts", 0, BaselineRules::hostPorts),
            baseline("hostProbesAndHostLifecycle", 34, BaselineRules::hosts),
            baseline("privileged", 0, BaselineRules::privileged),
            baseline("procMount", 0, BaselineRules::procMount),
            baseline("procMount", 35, unlessInItsOwnUserNamespace(BaselineRules::procMount)),
            baseline("seLinuxOptions", 0, pod -> BaselineRules.seLinux(pod, BaselineRules.SELINUX_TYPES)),
            baseline("seLinuxOptions", 31, pod -> BaselineRules.seLinux(pod, BaselineRules.SELINUX_TYPES_OF_31)),
            baseline("seccompProfile_baseline", 0, SeccompRules::annotations),
            baseline("seccompProfile_baseline", 19, SeccompRules::baseline),
            baseline("sysctls", 0, pod -> BaselineRules.sysctls(pod, 0)),
            baseline("sysctls", 27, pod -> BaselineRules.sysctls(pod, 27)),
            baseline("sysctls", 29, pod -> BaselineRules.sysctls(pod, 29)),
            baseline("sysctls", 32, pod -> BaselineRules.sysctls(pod, 32)),
            baseline("windowsHostProcess", 0, BaselineRules::hostProcess),
            restricted("allowPrivilegeEscalation", 8, "", RestrictedRules::escalation),
            restricted("allowPrivilegeEscalation", 25, "", unlessForWindows(RestrictedRules::escalation)),
            restricted("capabilities_restricted", 22, "capabilities_baseline", RestrictedRules::capabilities),
            restricted(
                    "capabilities_restricted",
                    25,
                    "capabilities_baseline",
                    unlessForWindows(RestrictedRules::capabilities)),
            restricted("procMount_restricted", 35, "procMount", BaselineRules::procMount),
            restricted("restrictedVolumes", 0, "hostPathVolumes", RestrictedRules::volumes),
            restricted("runAsNonRoot", 0, "", RestrictedRules::nonRoot),
            restricted("runAsNonRoot", 35, "", unlessInItsOwnUserNamespace(RestrictedRules::nonRoot)),
            restricted("runAsUser", 23, "", RestrictedRules::user),
            restricted("runAsUser", 35, "", unlessInItsOwnUserNamespace(RestrictedRules::user)),
            restricted("seccompProfile_restricted", 19, "seccompProfile_baseline", SeccompRules::restricted),
            restricted(
                    "seccompProfile_restricted",
                    25,
                    "seccompProfile_baseline",
                    unlessForWindows(SeccompRules::restricted)));

    private static Standard baseline(String id, int from, Function<PodShape, Optional<Violation>> rule) {
        return new Standard(id, Level.BASELINE, from, "", rule);
    }

    private static Standard restricted(
            String id, int from, String instead, Function<PodShape, Optional<Violation>> rule) {
        return new Standard(id, Level.RESTRICTED, from, instead, rule);
    }

    private static Function<PodShape, Optional<Violation>> unlessForWindows(
            Function<PodShape, Optional<Violation>> rule) {
        return pod -> pod.isForWindows() ? Optional.empty() : rule.apply(pod);
    }

    private static Function<PodShape, Optional<Violation>> unlessInItsOwnUserNamespace(
            Function<PodShape, Optional<Violation>> rule) {
        return pod -> pod.runsInItsOwnUserNamespace() ? Optional.empty() : rule.apply(pod);
    }

    /// What a pod doesn't keep of what a level asks for.
    public static List<Violation> violations(LevelVersion asked, PodShape pod) {
        if (asked.level() == Level.PRIVILEGED) {
            return List.of();
        }
        List<Standard> rules = inForce(asked.level(), Math.min(asked.minor(), NEWEST));
        Set<String> replaced = new HashSet<>();
        rules.forEach(rule -> replaced.add(rule.instead()));
        return rules.stream()
                .filter(rule -> !replaced.contains(rule.id()))
                .flatMap(rule -> rule.rule().apply(pod).stream())
                .toList();
    }

    private static List<Standard> inForce(Level level, int minor) {
        List<Standard> rules = new ArrayList<>();
        for (Standard standard : ALL) {
            if (standard.level().compareTo(level) <= 0 && standard.from() <= minor) {
                rules.removeIf(earlier -> earlier.id().equals(standard.id()));
                rules.add(standard);
            }
        }
        return rules;
    }
}
