package dev.pilothouse.api.openapi;

import dev.pilothouse.api.openapi.Operation.Content;
import dev.pilothouse.api.openapi.Operation.Parameter;
import dev.pilothouse.api.schema.ApiResources;
import dev.pilothouse.api.schema.GroupVersion;
import dev.pilothouse.api.schema.Schemas;
import dev.pilothouse.api.tree.BooleanTree;
import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// The documents of OpenAPI: of version 3, one for each group and version and one for each page beside them; of
/// version 2, one for all. A document is made when it is asked for; the caller decides what to keep.
public final class OpenApi {
    static final Map<Integer, String> MEANINGS = Map.of(200, "OK", 201, "Created", 202, "Accepted");

    private final Schemas schemas;
    private final ApiResources resources;
    private Optional<Tables> tables = Optional.empty();

    public OpenApi(ApiResources resources, Schemas schemas) {
        this.resources = resources;
        this.schemas = schemas;
    }

    /// What all documents are made from. It takes as long to make as a twentieth of a start, which needs none of it.
    private record Tables(Map<String, Map<String, List<Operation>>> documents, String fingerprint) {}

    private synchronized Tables tables() {
        if (tables.isEmpty()) {
            tables = Optional.of(new Tables(new Paths(resources, schemas).documents(), Fingerprint.ofTables()));
        }
        return tables.get();
    }

    /// The names of all documents, as they stand behind `/openapi/v3/`.
    public Set<String> names() {
        return tables().documents.keySet();
    }

    /// The document with this name.
    ///
    /// @param version what `info.version` says
    public Optional<ObjectTree> document(String name, String version) {
        return Optional.ofNullable(tables().documents.get(name)).map(paths -> document(name, paths, version));
    }

    /// The document of OpenAPI v2.
    public ObjectTree second(String version) {
        return new SecondVersion(schemas, Descriptions.load(), resources.groupVersions())
                .document(tables().documents.values(), version);
    }

    /// Tells whether documents are the same as those of another build: a digest of all that they are made from.
    public String fingerprint() {
        return tables().fingerprint;
    }

    private ObjectTree document(String name, Map<String, List<Operation>> paths, String version) {
        Set<String> types = new TreeSet<>();
        paths.values().forEach(operations -> operations.forEach(operation -> types.addAll(types(operation))));
        List<GroupVersion> own = resources.groupVersions().stream()
                .filter(v -> v.path().substring(1).equals(name))
                .toList();
        ObjectTree.Builder components = ObjectTree.builder()
                .put("securitySchemes", ObjectTree.of("BearerToken", ObjectTree.builder()
                        .put("description", "Bearer Token authentication")
                        .put("in", "header")
                        .put("name", "authorization")
                        .put("type", "apiKey")
                        .build()));
        ObjectTree definitions = new Definitions(schemas, Descriptions.load(), own).of(types);
        if (!definitions.isEmpty()) {
            components.put("schemas", definitions);
        }
        return ObjectTree.builder()
                .put("openapi", "3.0.0")
                .put("info", ObjectTree.builder().put("title", "Kubernetes").put("version", version).build())
                .put("paths", paths(paths))
                .put("components", components.build())
                .build();
    }

    static ObjectTree paths(Map<String, List<Operation>> paths) {
        ObjectTree.Builder listed = ObjectTree.builder();
        paths.forEach((path, operations) -> listed.put(path, path(operations)));
        return listed.build();
    }

    static Set<String> types(Operation operation) {
        Set<String> types = new TreeSet<>();
        operation.request().ifPresent(content -> types.add(content.type()));
        operation.answers().values().forEach(content -> types.add(content.type()));
        types.remove("");
        return types;
    }

    /// Parameters that all operations of a path share stand at the path.
    private static ObjectTree path(List<Operation> operations) {
        Set<Parameter> shared = new LinkedHashSet<>(operations.getFirst().parameters());
        operations.forEach(operation -> shared.retainAll(operation.parameters()));
        ObjectTree.Builder path = ObjectTree.builder();
        for (Operation operation : operations) {
            path.put(operation.method(), operation(operation, shared));
        }
        if (!shared.isEmpty()) {
            path.put("parameters", parameters(shared));
        }
        return path.build();
    }

    private static ObjectTree operation(Operation operation, Set<Parameter> shared) {
        ObjectTree.Builder tree = ObjectTree.builder()
                .put("operationId", operation.id())
                .put("tags", ListTree.ofTexts(List.of(operation.tag())));
        if (!operation.description().isEmpty()) {
            tree.put("description", operation.description());
        }
        operation.action().ifPresent(action -> tree.put("x-kubernetes-action", action.name())
                .put("x-kubernetes-group-version-kind", Definitions.kind(action.kind())));
        List<Parameter> own = operation.parameters().stream()
                .filter(parameter -> !shared.contains(parameter))
                .toList();
        if (!own.isEmpty()) {
            tree.put("parameters", parameters(own));
        }
        operation.request().ifPresent(request -> {
            ObjectTree body = ObjectTree.of("content", content(request));
            tree.put("requestBody", operation.requestRequired() ? body.with("required", true) : body);
        });
        ObjectTree.Builder responses = ObjectTree.builder();
        operation.answers().forEach((status, content) -> responses.put(
                Integer.toString(status),
                ObjectTree.builder()
                        .put("description", MEANINGS.get(status))
                        .put("content", content(content))
                        .build()));
        responses.put("401", ObjectTree.of("description", Tree.of("Unauthorized")));
        return tree.put("responses", responses.build()).build();
    }

    private static ObjectTree content(Content content) {
        ObjectTree schema = content.type().isEmpty()
                ? ObjectTree.of("type", Tree.of("string"))
                : ObjectTree.of("$ref", Tree.of("#/components/schemas/" + content.type()));
        ObjectTree.Builder types = ObjectTree.builder();
        for (String mediaType : content.mediaTypes().stream().sorted().toList()) {
            types.put(mediaType, ObjectTree.of("schema", schema));
        }
        return types.build();
    }

    private static ListTree parameters(Iterable<Parameter> parameters) {
        List<Tree> trees = new ArrayList<>();
        for (Parameter parameter : parameters) {
            ObjectTree.Builder tree = ObjectTree.builder()
                    .put("description", parameter.description())
                    .put("in", parameter.place().word())
                    .put("name", parameter.name())
                    .put("schema", ObjectTree.builder()
                            .put("type", parameter.type())
                            .put("uniqueItems", true)
                            .build());
            if (parameter.place() == Operation.Place.PATH) {
                tree.put("required", BooleanTree.TRUE);
            }
            trees.add(tree.build());
        }
        return ListTree.of(trees);
    }
}
