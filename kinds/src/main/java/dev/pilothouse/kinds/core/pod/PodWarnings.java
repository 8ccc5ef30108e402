package dev.pilothouse.kinds.core.pod;

import dev.pilothouse.api.meta.GoText;
import dev.pilothouse.kinds.core.ClaimWarnings;
import dev.pilothouse.kinds.rules.DubiousAddresses;
import dev.pilothouse.kinds.rules.Place;
import dev.pilothouse.kinds.rules.Warnings;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What a pod, or a template of pods, says in vain or soon will.
final class PodWarnings {
    private static final String NULL_SELECTOR = "a null labelSelector results in matching no pod";
    private static final String SYSCTLS = "non-functional in v1.11+; use the \"sysctls\" field instead";
    private static final String SECCOMP = "non-functional in v1.27+; use the \"seccompProfile\" field instead";
    static final String APPARMOR = "deprecated since v1.30; use the \"appArmorProfile\" field instead";

    private static final List<Map.Entry<String, String>> DEPRECATED_ANNOTATIONS = List.of(
            Map.entry(
                    "scheduler.alpha.kubernetes.io/critical-pod",
                    "non-functional in v1.16+; use the \"priorityClassName\" field instead"),
            Map.entry("security.alpha.kubernetes.io/sysctls", SYSCTLS),
            Map.entry("security.alpha.kubernetes.io/unsafe-sysctls", SYSCTLS));

    private PodWarnings() {}

    /// @param pod has `metadata` and `spec`
    /// @param template whether it is a template: of a pod, AppArmor's annotations have been told of already
    static void of(Place pod, boolean template, Warnings told) {
        Place spec = pod.at("spec");
        Place annotations = pod.at("metadata", "annotations");
        nodes(spec, told);
        for (Map.Entry<String, String> deprecated : DEPRECATED_ANNOTATIONS) {
            annotation(annotations.key(deprecated.getKey()), deprecated.getValue(), told);
        }
        VolumeWarnings.of(spec.at("volumes"), told);
        names(spec, told);
        ClaimWarnings.fractional(spec.at("overhead").key("memory"), told);
        ClaimWarnings.fractional(spec.at("overhead").key("ephemeral-storage"), told);
        if (spec.at("securityContext", "seccompProfile").isAbsent()) {
            annotation(annotations.key(PodAnnotations.SECCOMP_POD), SECCOMP, told);
        }
        boolean appArmor = !template || spec.at("securityContext", "appArmorProfile").isPresent();
        Containers.each(spec, container -> {
            profiles(container, annotations, appArmor, told);
            ContainerWarnings.of(container, told);
        });
        PortWarnings.of(spec, told);
        if (spec.at("terminationGracePeriodSeconds").number() < 0) {
            told.add(
                    spec.at("terminationGracePeriodSeconds"),
                    "must be >= 0; negative values are invalid and will be treated as 1");
        }
        selectors(spec.at("affinity", "podAffinity"), told);
        selectors(spec.at("affinity", "podAntiAffinity"), told);
        spec.at("dnsConfig", "nameservers").each(server -> DubiousAddresses.warn(server, told));
        spec.at("hostAliases").each(alias -> DubiousAddresses.warn(alias.at("ip"), told));
    }

    private static void nodes(Place spec, Warnings told) {
        DeprecatedNodeLabels.inMap(spec.at("nodeSelector"), told);
        Place affinity = spec.at("affinity", "nodeAffinity");
        affinity.at("requiredDuringSchedulingIgnoredDuringExecution", "nodeSelectorTerms")
                .each(term -> DeprecatedNodeLabels.inTerm(term, false, told));
        affinity.at("preferredDuringSchedulingIgnoredDuringExecution")
                .each(term -> DeprecatedNodeLabels.inTerm(term.at("preference"), true, told));
        spec.at("topologySpreadConstraints").each(constraint -> {
            DeprecatedNodeLabels.named(constraint.at("topologyKey"), told);
            nullSelector(constraint, told);
        });
    }

    private static void names(Place spec, Warnings told) {
        duplicates(spec.at("hostAliases"), "ip", "duplicate ip ", told);
        duplicates(spec.at("imagePullSecrets"), "name", "duplicate name ", told);
        spec.at("imagePullSecrets").each(secret -> {
            if (secret.at("name").isEmpty()) {
                told.add(secret.at("name"), "invalid empty name \"\"");
            }
        });
    }

    private static void duplicates(Place list, String field, String warning, Warnings told) {
        Set<String> seen = new HashSet<>();
        list.each(item -> {
            Place value = item.at(field);
            if (!seen.add(value.text())) {
                told.add(value, warning + GoText.quote(value.text()));
            }
        });
    }

    private static void profiles(Place container, Place annotations, boolean appArmor, Warnings told) {
        String name = container.at("name").text();
        Place security = container.at("securityContext");
        if (security.at("seccompProfile").isAbsent()) {
            annotation(annotations.key(PodAnnotations.SECCOMP_CONTAINER + name), SECCOMP, told);
        }
        if (!appArmor && security.at("appArmorProfile").isAbsent()) {
            annotation(annotations.key(PodAnnotations.APPARMOR + name), APPARMOR, told);
        }
    }

    private static void annotation(Place annotation, String warning, Warnings told) {
        if (annotation.isPresent()) {
            told.add(annotation, warning);
        }
    }

    private static void selectors(Place affinity, Warnings told) {
        affinity.at("requiredDuringSchedulingIgnoredDuringExecution").each(term -> nullSelector(term, told));
        affinity.at("preferredDuringSchedulingIgnoredDuringExecution")
                .each(term -> nullSelector(term.at("podAffinityTerm"), told));
    }

    private static void nullSelector(Place term, Warnings told) {
        if (term.at("labelSelector").isAbsent()) {
            told.add(term.at("labelSelector"), NULL_SELECTOR);
        }
    }
}
