package dev.pilothouse.apiserver;

import dev.pilothouse.api.meta.ApiError;
import dev.pilothouse.api.protobuf.MalformedProtobuf;
import dev.pilothouse.api.protobuf.Protobuf;
import dev.pilothouse.api.schema.Decoding;
import dev.pilothouse.api.schema.GroupVersion;
import dev.pilothouse.api.schema.Schemas;
import dev.pilothouse.api.schema.TypeSchema;
import dev.pilothouse.api.tree.Json;
import dev.pilothouse.api.tree.MalformedJson;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import dev.pilothouse.api.yaml.MalformedYaml;
import dev.pilothouse.api.yaml.Yaml;
import dev.pilothouse.apiserver.registry.Bodies;
import dev.pilothouse.apiserver.registry.DeleteOptions;
import dev.pilothouse.apiserver.registry.Resource;
import dev.pilothouse.apiserver.registry.TypeMeta;
import dev.pilothouse.apiserver.request.Resolved;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The bodies of deletions, which are no objects of the resource.
final class DeleteBodies {
    /// Resources that answer a finished deletion with the object itself.
    private static final Set<String> ANSWER_OBJECT = Set.of("pods", "services", "namespaces", "persistentvolumes",
            "persistentvolumeclaims", "podtemplates", "resourcequotas", "serviceaccounts");

    private static final TypeSchema OPTIONS =
            Schemas.builtIn().type("io.k8s.apimachinery.pkg.apis.meta.v1.DeleteOptions");

    private DeleteBodies() {}

    static boolean answersObject(Resource resource) {
        String name = resource.api().id().resource();
        return switch (resource.api().id().group()) {
            case "" -> ANSWER_OBJECT.contains(name);
            case "storage.k8s.io" -> !name.equals("csistoragecapacities");
            case "policy" -> !name.equals("poddisruptionbudgets");
            case "resource.k8s.io" -> true;
            default -> false;
        };
    }

    static DeleteOptions options(Resolved request) {
        byte[] bytes = Bodies.bytes(request.raw());
        if (bytes.length == 0) {
            return DeleteOptions.of(Optional.empty(), request.query());
        }
        ObjectTree body = parse(bytes, Bodies.mediaType(request.raw()));
        String version = body.text("apiVersion").isEmpty() ? "meta.k8s.io/v1" : body.text("apiVersion");
        // Every group has the kind under its own versions, and none reads it differently.
        if (!body.text("kind").isEmpty() && !body.text("kind").equals("DeleteOptions")) {
            throw ApiError.badRequest("no kind \"" + body.text("kind") + "\" is registered for version \"" + version
                    + "\" in scheme \"pkg/runtime/scheme.go:111\"");
        }
        try {
            ObjectTree options = new Decoding()
                    .object(body, OPTIONS);
            return DeleteOptions.of(Optional.of(options), request.query());
        } catch (Decoding.WrongType e) {
            throw ApiError.badRequest(e.getMessage());
        }
    }

    private static ObjectTree parse(byte[] bytes, String type) {
        try {
            Tree tree =
                    switch (type) {
                        case "", "application/json" -> Json.parse(bytes);
                        case "application/yaml" -> Yaml.parse(bytes);
                        case "application/vnd.kubernetes.protobuf" -> Protobuf.read(Protobuf.open(bytes), OPTIONS);
                        default -> throw ApiError.unsupportedMediaType(List.of(
                                "application/json", "application/yaml", "application/vnd.kubernetes.protobuf"));
                    };
            TypeMeta.problem(tree).ifPresent(why -> {
                throw ApiError.badRequest(why);
            });
            return tree.asObject();
        } catch (MalformedProtobuf | MalformedYaml e) {
            throw ApiError.badRequest(e.getMessage());
        } catch (MalformedJson e) {
            throw ApiError.badRequest("couldn't get version/kind; json parse error: " + e.getMessage());
        }
    }
}
