package dev.pilothouse.app.encryption;

import dev.pilothouse.api.schema.ApiResource;
import dev.pilothouse.api.schema.ApiResources;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// Where the resources that a configuration names are kept: `secrets`, `deployments.apps`, `*.apps`, `*.` for the core group,
/// `*.*` for everything.
final class StoredPlaces {
    private static final String ROOT = "/registry/";

    private StoredPlaces() {}

    /// @return prefixes of keys; empty when the name is none
    static Optional<List<String>> of(String name) {
        int dot = name.indexOf('.');
        String resource = dot < 0 ? name : name.substring(0, dot);
        String group = dot < 0 ? "" : name.substring(dot + 1);
        if (resource.isEmpty() || name.equals("*") || group.contains("*") && !name.equals("*.*")) {
            return Optional.empty();
        }
        if (name.equals("*.*")) {
            return Optional.of(List.of(ROOT));
        }
        boolean all = resource.equals("*");
        List<String> known = places(it ->
                it.id().group().equals(group) && (all || it.id().resource().equals(resource)));
        // Groups of custom resources are folders of their own.
        Stream<String> custom =
                group.isEmpty() || !all && !known.isEmpty() ? Stream.of() : Stream.of(ROOT + group + "/" + (all ? "" : resource + "/"));
        return Optional.of(Stream.concat(known.stream(), custom).distinct().toList());
    }

    private static List<String> places(Predicate<ApiResource> wanted) {
        return ApiResources.builtIn().all().stream()
                .filter(wanted)
                .map(it -> ROOT + it.storagePath() + "/")
                .filter(it -> !it.equals(ROOT + "/"))
                .distinct()
                .toList();
    }
}
