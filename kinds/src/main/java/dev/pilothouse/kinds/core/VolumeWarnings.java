package dev.pilothouse.kinds.core;

import dev.pilothouse.api.meta.Problems;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.kinds.core.pod.DeprecatedNodeLabels;
import dev.pilothouse.kinds.core.pod.DeprecatedPlugins;
import dev.pilothouse.kinds.rules.Place;
import dev.pilothouse.kinds.rules.Warnings;
import java.util.List;

/// What a persistent volume says that does nothing, or soon won't.
final class VolumeWarnings {
    private static final String MOUNT_OPTIONS = "volume.beta.kubernetes.io/mount-options";

    private VolumeWarnings() {}

    static List<String> of(ObjectTree object) {
        Warnings told = new Warnings();
        Place volume = Place.root(object, new Problems());
        StorageClassName.warn(volume, told);
        Place options = volume.at("metadata", "annotations").key(MOUNT_OPTIONS);
        if (options.isPresent()) {
            told.add(options, "deprecated since v1.31; use \"mountOptions\" attribute instead");
        }
        Place spec = volume.at("spec");
        if (spec.at("persistentVolumeReclaimPolicy").is("Recycle")) {
            told.add(
                    spec.at("persistentVolumeReclaimPolicy"),
                    "The Recycle reclaim policy is deprecated. Instead, the recommended approach is to use dynamic"
                            + " provisioning.");
        }
        spec.at("nodeAffinity", "required")
                .at("nodeSelectorTerms")
                .each(term -> DeprecatedNodeLabels.inTerm(term, false, told));
        DeprecatedPlugins.inVolume(spec, told);
        return told.list();
    }
}
