package dev.pilothouse.api.openapi;

import dev.pilothouse.api.schema.ApiResources;
import dev.pilothouse.api.schema.GroupVersion;
import dev.pilothouse.api.schema.Schemas;
import dev.pilothouse.api.tree.ObjectTree;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// The documents of OpenAPI about kinds that come from definitions.
public final class CustomOpenApi {
    /// Groups that upstream's clients know nothing of.
    private static final Set<String> SERVERS_OWN =
            Set.of("admission.k8s.io", "apiextensions.k8s.io", "apiregistration.k8s.io", "imagepolicy.k8s.io");

    /// Whose kinds the options of deletions are, in the words of upstream's server of custom resources: it knows the versions
    /// that clients know, and not the definitions it serves.
    private static final List<GroupVersion> CLIENT_VERSIONS = SecondVersion.known(ApiResources.builtIn().all().stream()
                    .map(resource -> resource.id().groupVersion())
                    .toList())
            .stream()
            .filter(version -> !SERVERS_OWN.contains(version.group()))
            .toList();

    private CustomOpenApi() {}

    /// The document of one group and version.
    ///
    /// @param types all that are served in it
    public static ObjectTree third(List<CustomType> types) {
        Descriptions descriptions = Descriptions.load();
        CustomSchemas schemas = new CustomSchemas(descriptions, "#/components/schemas/", false);
        Map<String, List<Operation>> paths = paths(types);
        TreeMap<String, ObjectTree> all = own(types, schemas);
        Set<String> described = described(paths, all.keySet());
        new Definitions(Schemas.builtIn(), descriptions, CLIENT_VERSIONS)
                .of(described)
                .fields()
                .forEach(field -> all.put(field.name(), field.value().asObject()));
        ObjectTree.Builder components = ObjectTree.builder();
        all.forEach(components::put);
        return ObjectTree.builder()
                .put("openapi", "3.0.0")
                .put(
                        "info",
                        ObjectTree.builder()
                                .put("title", "Kubernetes CRD Swagger")
                                .put("version", "v0.1.0")
                                .build())
                .put("paths", OpenApi.paths(paths))
                .put("components", ObjectTree.of("schemas", components.build()))
                .build();
    }

    /// The v2 document of everything with these types besides.
    public static ObjectTree second(ObjectTree builtIn, List<CustomType> types) {
        CustomSchemas schemas = new CustomSchemas(Descriptions.load(), "#/definitions/", true);
        ObjectTree.Builder definitions = ObjectTree.builder().putAll(builtIn.object("definitions"));
        own(types, schemas).forEach(definitions::put);
        ObjectTree.Builder paths = ObjectTree.builder().putAll(builtIn.object("paths"));
        paths(types).forEach((path, operations) -> paths.put(path, SecondVersion.path(operations)));
        return SharedParameters.of(
                builtIn.with("definitions", definitions.build()).with("paths", paths.build()));
    }

    private static TreeMap<String, ObjectTree> own(List<CustomType> types, CustomSchemas schemas) {
        TreeMap<String, ObjectTree> own = new TreeMap<>();
        for (CustomType type : types) {
            own.put(type.name(), schemas.object(type));
            own.put(type.listName(), schemas.list(type));
        }
        return own;
    }

    private static Map<String, List<Operation>> paths(List<CustomType> types) {
        Map<String, List<Operation>> paths = new TreeMap<>();
        types.forEach(type -> paths.putAll(CustomPaths.of(type.resource(), type.name(), type.listName())));
        return paths;
    }

    /// The types of Kubernetes itself that operations and schemas speak of.
    private static Set<String> described(Map<String, List<Operation>> paths, Set<String> own) {
        Set<String> types = new TreeSet<>(Set.of(
                "io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta", "io.k8s.apimachinery.pkg.apis.meta.v1.ListMeta"));
        paths.values().forEach(operations -> operations.forEach(operation -> types.addAll(OpenApi.types(operation))));
        types.removeAll(own);
        return types;
    }
}
