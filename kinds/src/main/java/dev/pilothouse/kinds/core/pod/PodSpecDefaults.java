package dev.pilothouse.kinds.core.pod;

import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.kinds.rules.Fill;

/// Defaults of a pod's specification wherever it stands: in a pod or in a template.
final class PodSpecDefaults {
    private static final long TERMINATION_GRACE_SECONDS = 30;

    private PodSpecDefaults() {}

    static ObjectTree of(ObjectTree spec) {
        ObjectTree filled = serviceAccount(spec);
        filled = Fill.text(filled, "dnsPolicy", "ClusterFirst");
        filled = Fill.text(filled, "restartPolicy", "Always");
        filled = Fill.missing(filled, "securityContext", ObjectTree.EMPTY);
        filled = Fill.missing(filled, "terminationGracePeriodSeconds", TERMINATION_GRACE_SECONDS);
        filled = Fill.text(filled, "schedulerName", "default-scheduler");
        filled = Fill.each(filled, "volumes", VolumeDefaults::of);
        filled = Fill.each(filled, "initContainers", ContainerDefaults::of);
        filled = Fill.each(filled, "containers", ContainerDefaults::of);
        filled = Fill.each(filled, "ephemeralContainers", ContainerDefaults::of);
        filled = Fill.inside(filled, "resources", ContainerDefaults::resources);
        return Fill.inside(filled, "overhead", Quantities::rounded);
    }

    /// `serviceAccount` is the old name of `serviceAccountName`; both are shown, the new one wins.
    private static ObjectTree serviceAccount(ObjectTree spec) {
        String name = spec.text("serviceAccountName");
        String old = spec.text("serviceAccount");
        if (name.equals(old)) {
            return spec;
        }
        return name.isEmpty() ? spec.with("serviceAccountName", old) : spec.with("serviceAccount", name);
    }
}
