package dev.pilothouse.kinds.core.pod;

import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.kinds.rules.Place;

/// Rules for a whole pod.
final class PodRules {
    private PodRules() {}

    static void create(Place pod) {
        check(pod, Leniency.NONE);
        Place spec = pod.at("spec");
        if (!spec.at("ephemeralContainers").isEmpty()) {
            spec.at("ephemeralContainers").forbidden("cannot be set on create");
        }
        if (!spec.at("nodeName").isEmpty() && !spec.at("schedulingGates").isEmpty()) {
            spec.at("nodeName").forbidden("cannot be set until all schedulingGates have been cleared");
        }
        ProfileRules.check(pod.object().object("metadata").object("annotations"), spec);
    }

    static void check(Place pod, Leniency lenient) {
        ObjectTree metadata = pod.object().object("metadata");
        Place spec = pod.at("spec");
        PodAnnotations.check(pod.at("metadata", "annotations"), spec.object(), lenient);
        PodSpecRules.check(spec, PodScope.of(spec, metadata.text("name"), true, lenient));
        if (spec.at("serviceAccountName").isEmpty()) {
            spec.at("volumes").each(volume -> volume.at("projected", "sources").each(source -> {
                if (source.at("serviceAccountToken").isPresent()) {
                    source.at("serviceAccountToken")
                            .forbidden("must not be specified when serviceAccountName is not set");
                }
            }));
        }
        spec.at("containers").each(ContainerRules::ofPod);
        spec.at("initContainers").each(ContainerRules::ofPod);
    }
}
