package dev.pilothouse.kinds.core.pod;

import dev.pilothouse.api.meta.GoText;
import dev.pilothouse.kinds.rules.Place;
import dev.pilothouse.kinds.rules.Warnings;
import java.util.ArrayList;
import java.util.List;

/// Files that one volume puts at the same path, or one below the other: only the last of them can be there.
final class OverlappingPaths {
    private static final List<String> SOURCES = List.of(
            "secret", "configMap", "downwardAPI", "serviceAccountToken", "clusterTrustBundle", "podCertificate");

    /// A path without slashes at its end, and where its file comes from; the origin is empty if the volume says it.
    private record Target(String path, String origin) {
        Target {
            while (path.endsWith("/")) {
                path = path.substring(0, path.length() - 1);
            }
        }

        boolean overlaps(Target other) {
            return !path.isEmpty()
                    && !other.path.isEmpty()
                    && (isIn(path, other.path) || isIn(other.path, path));
        }

        private static boolean isIn(String path, String folder) {
            return path.startsWith(folder) && (path.length() == folder.length() || path.charAt(folder.length()) == '/');
        }

        @Override
        public String toString() {
            return GoText.quote(path) + (origin.isEmpty() ? "" : " (" + origin + ")");
        }
    }

    private final String volume;
    private final Warnings told;
    private final List<Target> taken = new ArrayList<>();

    private OverlappingPaths(String volume, Warnings told) {
        this.volume = volume;
        this.told = told;
    }

    static void warn(Place volume, Warnings told) {
        Place configMap = volume.at("configMap");
        if (configMap.has("items")) {
            of(volume, "ConfigMap " + GoText.quote(configMap.at("name").text()), told).items(configMap, "");
        }
        Place secret = volume.at("secret");
        if (secret.has("items")) {
            of(volume, "Secret " + GoText.quote(secret.at("secretName").text()), told).items(secret, "");
        }
        Place downward = volume.at("downwardAPI");
        if (downward.has("items")) {
            of(volume, "DownwardAPI", told).items(downward, "");
        }
        Place projected = volume.at("projected");
        if (projected.has("sources")) {
            projected.at("sources").each(of(volume, "Projected", told)::source);
        }
    }

    private static OverlappingPaths of(Place volume, String source, Warnings told) {
        return new OverlappingPaths("volume " + GoText.quote(volume.at("name").text()) + " (" + source + ")", told);
    }

    /// Of several sources in one place only the first counts, in this order.
    private void source(Place source) {
        if (SOURCES.stream().noneMatch(source::has)) {
            told.add(volume + " has no sources provided");
        } else if (source.at("configMap", "items").isPresent()) {
            items(source.at("configMap"), "ConfigMap " + GoText.quote(source.at("configMap", "name").text()));
        } else if (source.at("secret", "items").isPresent()) {
            items(source.at("secret"), "Secret " + GoText.quote(source.at("secret", "name").text()));
        } else if (source.at("downwardAPI", "items").isPresent()) {
            items(source.at("downwardAPI"), "DownwardAPI");
        } else if (source.at("serviceAccountToken").isPresent()) {
            take(source.at("serviceAccountToken", "path"), "ServiceAccountToken");
        } else if (source.at("clusterTrustBundle").isPresent()) {
            Place bundle = source.at("clusterTrustBundle");
            Place name = bundle.at("name").isPresent() ? bundle.at("name") : bundle.at("signerName");
            take(bundle.at("path"), "ClusterTrustBundle " + GoText.quote(name.text()));
        } else {
            certificate(source.at("podCertificate"));
        }
    }

    private void certificate(Place certificate) {
        take(certificate.at("certificateChainPath"), "PodCertificate chain");
        take(certificate.at("keyPath"), "PodCertificate key");
        take(certificate.at("credentialBundlePath"), "PodCertificate credential bundle");
    }

    private void items(Place source, String origin) {
        source.at("items").each(item -> take(item.at("path"), origin));
    }

    private void take(Place path, String origin) {
        Target next = new Target(path.text(), origin);
        for (Target before : taken) {
            if (next.overlaps(before)) {
                told.add(volume + ": overlapping paths: " + next + " with " + before);
            }
        }
        taken.add(next);
    }
}
