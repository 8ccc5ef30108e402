package dev.pilothouse.kinds.core.pod;

import static dev.pilothouse.kinds.rules.Checks.at;
import static dev.pilothouse.kinds.rules.Checks.nonEmpty;
import static dev.pilothouse.kinds.rules.Checks.optional;

import dev.pilothouse.api.meta.NameRules;
import dev.pilothouse.kinds.rules.Check;
import dev.pilothouse.kinds.rules.Checks;
import dev.pilothouse.kinds.rules.Place;
import java.util.List;

/// Rules for a pod's specification, in a pod and in a template.
final class PodSpecRules {
    private static final Check RESTART_POLICY = Checks.required("", Checks.oneOfInOrder("Always", "OnFailure", "Never"));
    private static final Check DNS_POLICY =
            Checks.required("", Checks.oneOfInOrder("ClusterFirstWithHostNet", "ClusterFirst", "Default", "None"));

    /// Fields that are sound or not by themselves.
    private static final Check PLAIN = Checks.all(
            at("serviceAccountName", nonEmpty(Checks.DNS_SUBDOMAIN)),
            at("nodeName", nonEmpty(Checks.DNS_SUBDOMAIN)),
            at("activeDeadlineSeconds", optional(Checks.range(1, Integer.MAX_VALUE))),
            at("hostname", nonEmpty(Checks.DNS_LABEL)),
            at("subdomain", nonEmpty(Checks.DNS_LABEL)),
            at("tolerations", SchedulingRules::tolerations),
            at("hostAliases", DnsRules::hostAliases),
            at("priorityClassName", nonEmpty(Checks.DNS_SUBDOMAIN)),
            at("runtimeClassName", optional(Checks.DNS_SUBDOMAIN)),
            at("preemptionPolicy", optional(Checks.requiredOneOf("PreemptLowerPriority", "Never"))));

    private PodSpecRules() {}

    static void check(Place spec, PodScope scope) {
        if (spec.at("terminationGracePeriodSeconds").isAbsent()) {
            spec.at("terminationGracePeriodSeconds").required("");
        }
        VolumeRules.check(spec.at("volumes"), scope);
        ContainerListRules.resourceClaims(spec.at("resourceClaims"));
        ContainerListRules.containers(spec.at("containers"), scope);
        ContainerListRules.initContainers(spec.at("initContainers"), scope);
        ContainerListRules.ephemeralContainers(spec.at("ephemeralContainers"), scope);
        ResourceRules.ofPod(spec.at("resources"), scope);
        ContainerListRules.hostNetwork(spec, scope);
        spec.at("restartPolicy").check(RESTART_POLICY);
        spec.at("dnsPolicy").check(DNS_POLICY);
        spec.at("nodeSelector").check(Checks.LABELS);
        sharedProcesses(spec);
        SecurityRules.pod(spec.at("securityContext"), scope);
        AffinityRules.check(spec.at("affinity"), scope);
        DnsRules.check(spec);
        spec.at("readinessGates").each(gate -> Checks.QUALIFIED_NAME.check(gate.at("conditionType")));
        SchedulingRules.gates(spec.at("schedulingGates"));
        SchedulingRules.spread(spec.at("topologySpreadConstraints"), scope);
        WindowsRules.hostProcess(spec);
        hostUsers(spec);
        PLAIN.check(spec);
        hostnameOverride(spec);
        ResourceRules.overhead(spec.at("overhead"), scope);
        WindowsRules.operatingSystem(spec);
    }

    private static void sharedProcesses(Place spec) {
        Place shared = spec.at("shareProcessNamespace");
        if (shared.bool() && spec.at("hostPID").bool()) {
            spec.at("securityContext", "shareProcessNamespace")
                    .invalid(shared.value(), "ShareProcessNamespace and HostPID cannot both be enabled");
        }
    }

    /// A pod with users of its own has namespaces of its own, too.
    private static void hostUsers(Place spec) {
        Place users = spec.at("hostUsers");
        if (users.isAbsent() || users.bool()) {
            return;
        }
        for (String field : List.of("hostNetwork", "hostPID", "hostIPC")) {
            Place place = spec.at(field);
            if (place.bool()) {
                String shown = field.equals("hostNetwork") ? field : "H" + field.substring(1);
                place.renamed(shown).forbidden("when `pod.Spec.HostUsers` is false");
            }
        }
    }

    private static void hostnameOverride(Place spec) {
        Place name = spec.at("hostnameOverride");
        if (name.isAbsent()) {
            return;
        }
        if (name.text().length() > 64) {
            name.invalid("must be no more than 64 characters");
        }
        name.invalidEach(NameRules.dns1123Subdomain(name.text()));
        if (spec.at("setHostnameAsFQDN").bool()) {
            name.forbidden("may not be specified when setHostnameAsFQDN is true");
        }
        if (spec.at("hostNetwork").bool()) {
            name.forbidden("may not be specified when hostNetwork is true");
        }
    }
}
