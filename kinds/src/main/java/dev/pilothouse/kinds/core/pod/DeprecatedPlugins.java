package dev.pilothouse.kinds.core.pod;

import dev.pilothouse.kinds.rules.Place;
import dev.pilothouse.kinds.rules.Warnings;
import java.util.List;

/// Kinds of volumes that are on their way out, in pods and in persistent volumes. Source: "Deprecated API" notes of the
/// API reference.
public final class DeprecatedPlugins {
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

    /// What persistent volumes were never warned of.
    private static final List<String> ONLY_IN_PODS = List.of("gitRepo", "flocker", "quobyte");

    private DeprecatedPlugins() {}

    /// Those that a pod tells of before its claims.
    static void beforeClaims(Place volume, Warnings told) {
        told(volume, BEFORE_CLAIMS, told);
    }

    static void afterClaims(Place volume, Warnings told) {
        told(volume, AFTER_CLAIMS, told);
    }

    /// @param spec of a persistent volume
    public static void inVolume(Place spec, Warnings told) {
        told(spec, BEFORE_CLAIMS.stream().filter(plugin -> !ONLY_IN_PODS.contains(plugin.field())).toList(), told);
        told(spec, AFTER_CLAIMS, told);
    }

    private static void told(Place volume, List<Plugin> plugins, Warnings told) {
        for (Plugin plugin : plugins) {
            if (volume.has(plugin.field())) {
                told.add(volume.at(plugin.field()).renamed(plugin.shown()), plugin.fate());
            }
        }
    }
}
