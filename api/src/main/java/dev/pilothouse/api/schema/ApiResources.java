package dev.pilothouse.api.schema;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/// The collections of Kubernetes itself, in the order in which discovery lists groups, versions and resources.
public final class ApiResources {
    private final Map<GroupVersionResource, ApiResource> byId = new LinkedHashMap<>();
    private final Map<GroupVersionKind, ApiResource> byKind = new LinkedHashMap<>();

    private ApiResources(String table) {
        List<String[]> pending = new ArrayList<>();
        for (String line : table.split("\n")) {
            String[] columns = line.split("\t", -1);
            if (columns[0].equals("resource") && !pending.isEmpty()) {
                add(pending);
                pending.clear();
            }
            pending.add(columns);
        }
        add(pending);
    }

    private ApiResources(List<ApiResource> resources) {
        for (ApiResource resource : resources) {
            byId.put(resource.id(), resource);
            byKind.putIfAbsent(resource.groupVersionKind(), resource);
        }
    }

    /// Those that fit.
    ApiResources only(Predicate<GroupVersionResource> fitting) {
        return new ApiResources(
                byId.values().stream().filter(it -> fitting.test(it.id())).toList());
    }

    private static final class BuiltIn {
        static final ApiResources RESOURCES = new ApiResources(Schemas.resource("resources.tsv"));
    }

    public static ApiResources builtIn() {
        return BuiltIn.RESOURCES;
    }

    private void add(List<String[]> lines) {
        String[] head = lines.getFirst();
        GroupVersion version = new GroupVersion(head[1], head[2]);
        List<ApiResource.Subresource> subresources = lines.stream()
                .skip(1)
                .map(sub -> new ApiResource.Subresource(
                        sub[1],
                        new GroupVersionKind(
                                sub[3].isEmpty() ? version.group() : sub[2],
                                sub[3].isEmpty() ? version.version() : sub[3],
                                sub[4]),
                        set(sub[5])))
                .toList();
        ApiResource resource = new ApiResource(
                version.resource(head[3]),
                head[4],
                head[5],
                head[6].equals("namespaced"),
                set(head[7]),
                list(head[8]),
                list(head[9]),
                head[10],
                stored(version.kind(head[5])),
                subresources);
        byId.put(resource.id(), resource);
        byKind.putIfAbsent(resource.groupVersionKind(), resource);
    }

    private static GroupVersionKind stored(GroupVersionKind kind) {
        return switch (kind.group()) {
            case "autoscaling" -> new GroupVersionKind("autoscaling", "v2", kind.kind());
            case "events.k8s.io" -> new GroupVersionKind("", "v1", kind.kind());
            default -> kind;
        };
    }

    private static List<String> list(String commaSeparated) {
        return commaSeparated.isEmpty() ? List.of() : List.of(commaSeparated.split(","));
    }

    private static Set<String> set(String commaSeparated) {
        return new LinkedHashSet<>(list(commaSeparated));
    }

    public Optional<ApiResource> find(GroupVersionResource id) {
        return Optional.ofNullable(byId.get(id));
    }

    public Optional<ApiResource> find(GroupVersionKind kind) {
        return Optional.ofNullable(byKind.get(kind));
    }

    public List<ApiResource> all() {
        return List.copyOf(byId.values());
    }

    /// Whether a group is Kubernetes' own: then what isn't found in it is answered for in the words of its own server.
    public boolean hasGroup(String group) {
        return byId.keySet().stream().anyMatch(id -> id.group().equals(group));
    }

    /// Group versions in the order of discovery.
    public List<GroupVersion> groupVersions() {
        return byId.keySet().stream().map(GroupVersionResource::groupVersion).distinct().toList();
    }
}
