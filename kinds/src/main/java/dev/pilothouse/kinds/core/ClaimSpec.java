package dev.pilothouse.kinds.core;

import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.kinds.core.pod.Quantities;
import dev.pilothouse.kinds.rules.Fill;

/// The specification of a persistent volume claim, wherever it stands: in a claim, in a StatefulSet's template, in a
/// pod's ephemeral volume.
public final class ClaimSpec {
    private ClaimSpec() {}

    public static ObjectTree defaults(ObjectTree spec) {
        ObjectTree rounded = Fill.inside(
                spec, "resources", resources -> Quantities.roundedIn(resources, "limits", "requests"));
        return Fill.missing(rounded, "volumeMode", "Filesystem");
    }

    /// Sources in other namespaces are a feature that is off: who names one has named none, unless the claim had a source.
    static ObjectTree withSourceAtHand(ObjectTree spec, ObjectTree old) {
        boolean elsewhere = !spec.object("dataSourceRef").get("namespace").isNull();
        return elsewhere && old.get("dataSourceRef").isNull() ? spec.without("dataSourceRef") : spec;
    }

    /// Older clients know claims and snapshots as sources in `dataSource`; others it can't name.
    static ObjectTree withKnownSource(ObjectTree spec) {
        ObjectTree source = spec.object("dataSource");
        boolean claim = source.text("apiGroup").isEmpty() && source.text("kind").equals("PersistentVolumeClaim");
        boolean snapshot = source.text("apiGroup").equals("snapshot.storage.k8s.io")
                && source.text("kind").equals("VolumeSnapshot");
        return claim || snapshot ? spec : spec.without("dataSource");
    }

    /// `dataSource` and `dataSourceRef` say the same in two ways; a claim that says it in one is completed.
    static ObjectTree normalized(ObjectTree spec) {
        if (spec.get("dataSource") instanceof ObjectTree source && spec.get("dataSourceRef").isNull()) {
            return spec.with("dataSourceRef", source);
        }
        if (spec.get("dataSourceRef") instanceof ObjectTree reference
                && spec.get("dataSource").isNull()
                && reference.text("namespace").isEmpty()) {
            return spec.with("dataSource", reference.without("namespace"));
        }
        return spec;
    }
}
