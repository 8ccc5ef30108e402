package dev.pilothouse.kinds.core;

import dev.pilothouse.api.tree.ObjectTree;
import java.util.ArrayList;
import java.util.List;

/// What a Service says that does nothing, or soon won't.
final class ServiceWarnings {
    private ServiceWarnings() {}

    static List<String> of(ObjectTree service) {
        ObjectTree spec = service.object("spec");
        List<String> warnings = new ArrayList<>();
        if (spec.text("clusterIP").equals("None") && spec.text("type").equals("ClusterIP")) {
            if (!spec.text("loadBalancerIP").isEmpty()) {
                warnings.add("spec.loadBalancerIP is ignored for headless services");
            }
            if (!spec.list("externalIPs").isEmpty()) {
                warnings.add("spec.externalIPs is ignored for headless services");
            }
            if (!spec.text("sessionAffinity").equals("None")) {
                warnings.add("spec.SessionAffinity is ignored for headless services");
            }
        }
        if (!spec.list("externalIPs").isEmpty()) {
            warnings.add(
                    spec.text("type").equals("ExternalName")
                            ? "spec.externalIPs is ignored when spec.type is \"ExternalName\""
                            : "spec.externalIPs is deprecated and may no longer be implemented in some clusters");
        }
        if (!spec.text("type").equals("ExternalName") && !spec.text("externalName").isEmpty()) {
            warnings.add("spec.externalName is ignored when spec.type is not \"ExternalName\"");
        }
        if (spec.text("trafficDistribution").equals("PreferClose")) {
            warnings.add("spec.trafficDistribution: \"PreferClose\" is deprecated; use \"PreferSameZone\"");
        }
        return warnings;
    }
}
