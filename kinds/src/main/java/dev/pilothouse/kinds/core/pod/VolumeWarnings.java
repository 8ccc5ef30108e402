package dev.pilothouse.kinds.core.pod;

import dev.pilothouse.kinds.core.ClaimWarnings;
import dev.pilothouse.kinds.rules.Place;
import dev.pilothouse.kinds.rules.Warnings;
import java.util.List;

/// Volumes of kinds that are on their way out.
final class VolumeWarnings {
    /// A kind of volume: its field, and its name in messages.
    private record Plugin(String field, String shown, String fate) {}

    private static final List<Plugin> BEFORE_CLAIMS = List.of(
            new Plugin("photonPersistentDisk", "photonPersistentDisk", "deprecated in v1.11, non-functional in v1.16+"),
            new Plugin("gitRepo", "gitRepo", "deprecated in v1.11, and disabled by default in v1.33+"),
            new Plugin("scaleIO", "scaleIO", "deprecated in v1.16, non-functional in v1.22+"),
            new Plugin("flocker", "flocker", "deprecated in v1.22, non-functional in v1.25+"),
            new Plugin("storageos", "storageOS", "deprecated in v1.22, non-functional in v1.25+"),
            new Plugin("quobyte", "quobyte", "deprecated in v1.22, non-functional in v1.25+"),
            new Plugin("glusterfs", "glusterfs", "deprecated in v1.25, non-functional in v1.26+"));
    private static final List<Plugin> AFTER_CLAIMS = List.of(
            new Plugin("cephfs", "cephfs", "deprecated in v1.28, non-functional in v1.31+"),
            new Plugin("rbd", "rbd", "deprecated in v1.28, non-functional in v1.31+"));

    private VolumeWarnings() {}

    static void of(Place volumes, Warnings told) {
        volumes.each(volume -> {
            deprecated(volume, BEFORE_CLAIMS, told);
            ClaimWarnings.ofSpec(
                    volume.at("ephemeral", "volumeClaimTemplate").at("spec"), told);
            deprecated(volume, AFTER_CLAIMS, told);
        });
        volumes.each(volume -> OverlappingPaths.warn(volume, told));
    }

    private static void deprecated(Place volume, List<Plugin> plugins, Warnings told) {
        for (Plugin plugin : plugins) {
            Place source = volume.at(plugin.field());
            if (source.isPresent()) {
                told.add(source.renamed(plugin.shown()), plugin.fate());
            }
        }
    }
}
