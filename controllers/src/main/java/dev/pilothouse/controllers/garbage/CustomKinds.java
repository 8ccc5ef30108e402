package dev.pilothouse.controllers.garbage;

import dev.pilothouse.api.schema.ApiResource;
import dev.pilothouse.api.schema.ApiResources;
import dev.pilothouse.api.schema.GroupVersion;
import dev.pilothouse.api.schema.GroupVersionKind;
import dev.pilothouse.api.schema.GroupVersionResource;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.client.World;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/// The kinds that come and go with definitions, as discovery names them. One thread discovers, all may ask.
final class CustomKinds {
    static final GroupVersionResource DEFINITIONS =
            new GroupVersionResource("apiextensions.k8s.io", "v1", "customresourcedefinitions");

    private final Set<GroupVersionResource> followed = new HashSet<>();
    private volatile Map<GroupVersionKind, Collection> kinds = Map.of();

    /// Where the objects of a kind are.
    record Collection(GroupVersionResource id, boolean namespaced) {
        static Collection of(ApiResource resource) {
            return new Collection(resource.id(), resource.namespaced());
        }
    }

    /// Where objects of the kind are, if anybody serves it.
    Optional<Collection> find(GroupVersionKind kind) {
        return ApiResources.builtIn()
                .find(kind)
                .map(Collection::of)
                .or(() -> Optional.ofNullable(kinds.get(kind)));
    }

    /// Asks what is served now, and follows every collection in the best of its versions.
    ///
    /// @param follow begins to follow one that is new
    synchronized void discover(World world, Consumer<GroupVersionResource> follow) {
        Map<GroupVersionKind, Collection> found = new HashMap<>();
        Set<GroupVersionResource> wanted = new HashSet<>();
        Set<String> builtIn = new HashSet<>();
        ApiResources.builtIn().groupVersions().forEach(version -> builtIn.add(version.toString()));
        for (ObjectTree group : world.client().raw("/apis").list("groups").objects()) {
            Set<String> seen = new HashSet<>();
            for (ObjectTree listed : group.list("versions").objects()) {
                String version = listed.text("groupVersion");
                if (!builtIn.contains(version)) {
                    read(version, world, found, seen, wanted);
                }
            }
        }
        kinds = Map.copyOf(found);
        for (GroupVersionResource gone : List.copyOf(followed)) {
            if (!wanted.contains(gone)) {
                followed.remove(gone);
                world.unfollow(gone);
            }
        }
        wanted.stream().filter(followed::add).forEach(follow);
    }

    /// @param seen resources of the group that were in a better version already
    private static void read(
            String groupVersion,
            World world,
            Map<GroupVersionKind, Collection> found,
            Set<String> seen,
            Set<GroupVersionResource> wanted) {
        GroupVersion version = GroupVersion.parse(groupVersion);
        for (ObjectTree resource :
                world.client().raw("/apis/" + groupVersion).list("resources").objects()) {
            String name = resource.text("name");
            if (name.contains("/")) {
                continue;
            }
            GroupVersionResource id = version.resource(name);
            found.put(version.kind(resource.text("kind")), new Collection(id, resource.bool("namespaced")));
            if (seen.add(name) && resource.list("verbs").texts().containsAll(List.of("delete", "list", "watch"))) {
                wanted.add(id);
            }
        }
    }
}
