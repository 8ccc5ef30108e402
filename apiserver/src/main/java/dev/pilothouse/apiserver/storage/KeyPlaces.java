package dev.pilothouse.apiserver.storage;

import dev.pilothouse.api.meta.GroupResource;
import dev.pilothouse.api.schema.ApiResource;
import dev.pilothouse.api.schema.ApiResources;
import java.util.Map;
import java.util.stream.Collectors;

/// Which resource a key of the store belongs to.
final class KeyPlaces {
    private static final String ROOT = "/registry/";

    private static final Map<String, GroupResource> BUILT_IN = ApiResources.builtIn().all().stream()
            .filter(api -> !api.storagePath().isEmpty())
            .collect(Collectors.toUnmodifiableMap(
                    ApiResource::storagePath,
                    api -> new GroupResource(api.id().group(), api.id().resource()),
                    (first, _) -> first));

    /// Where all objects of the key's resource lie: one step below the root, or two.
    String place(String key) {
        if (!key.startsWith(ROOT)) {
            return "";
        }
        int first = end(key, ROOT.length());
        String place = key.substring(ROOT.length(), first);
        return BUILT_IN.containsKey(place) || first == key.length() ? place : key.substring(ROOT.length(), end(key, first + 1));
    }

    private static int end(String key, int from) {
        int slash = key.indexOf('/', Math.min(from, key.length()));
        return slash < 0 ? key.length() : slash;
    }

    /// The resource of a place. Custom ones lie below their group; what servers keep for themselves goes by its first step.
    GroupResource resource(String place) {
        GroupResource known = BUILT_IN.get(place);
        if (known != null) {
            return known;
        }
        int slash = place.indexOf('/');
        String group = slash < 0 ? place : place.substring(0, slash);
        return slash < 0 || group.indexOf('.') < 0
                ? new GroupResource("", group)
                : new GroupResource(group, place.substring(slash + 1));
    }
}
