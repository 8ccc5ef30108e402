package dev.pilothouse.kinds.core.pod;

import dev.pilothouse.kinds.core.ClaimWarnings;
import dev.pilothouse.kinds.rules.Place;
import dev.pilothouse.kinds.rules.Warnings;

/// Volumes of kinds that are on their way out.
final class VolumeWarnings {
    private VolumeWarnings() {}

    static void of(Place volumes, Warnings told) {
        volumes.each(volume -> {
            DeprecatedPlugins.beforeClaims(volume, told);
            ClaimWarnings.ofSpec(
                    volume.at("ephemeral", "volumeClaimTemplate").at("spec"), told);
            DeprecatedPlugins.afterClaims(volume, told);
        });
        volumes.each(volume -> OverlappingPaths.warn(volume, told));
    }
}
