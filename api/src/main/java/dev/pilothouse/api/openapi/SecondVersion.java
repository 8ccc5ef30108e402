package dev.pilothouse.api.openapi;

import dev.pilothouse.api.openapi.Operation.Content;
import dev.pilothouse.api.openapi.Operation.Parameter;
import dev.pilothouse.api.schema.GroupVersion;
import dev.pilothouse.api.schema.Schemas;
import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/// OpenAPI v2: all paths in one document. Its schemas are those of v3 in a poorer language: a reference has nothing
/// beside it but extensions, there are no defaults, and a choice of types is a text.
final class SecondVersion {
    private static final String V3_SCHEMAS = "#/components/schemas/";
    private static final String V2_SCHEMAS = "#/definitions/";

    /// Versions that upstream's scheme of 1.36 knows beside the served ones. The document of all groups names them where a
    /// kind belongs to every group.
    private static final List<GroupVersion> UNSERVED = Stream.of(
                    "admission.k8s.io/v1 admission.k8s.io/v1beta1",
                    "admissionregistration.k8s.io/v1alpha1 admissionregistration.k8s.io/v1beta1",
                    "apiextensions.k8s.io/v1beta1 apiregistration.k8s.io/v1beta1 apps/v1beta1 apps/v1beta2",
                    "authentication.k8s.io/v1alpha1 authentication.k8s.io/v1beta1 authorization.k8s.io/v1beta1",
                    "batch/v1beta1 certificates.k8s.io/v1alpha1 certificates.k8s.io/v1beta1",
                    "coordination.k8s.io/v1alpha2 coordination.k8s.io/v1beta1 discovery.k8s.io/v1beta1",
                    "events.k8s.io/v1beta1 extensions/v1beta1 flowcontrol.apiserver.k8s.io/v1beta1",
                    "flowcontrol.apiserver.k8s.io/v1beta2 flowcontrol.apiserver.k8s.io/v1beta3",
                    "imagepolicy.k8s.io/v1alpha1 internal.apiserver.k8s.io/v1alpha1 networking.k8s.io/v1beta1",
                    "node.k8s.io/v1alpha1 node.k8s.io/v1beta1 policy/v1beta1 rbac.authorization.k8s.io/v1alpha1",
                    "rbac.authorization.k8s.io/v1beta1 resource.k8s.io/v1alpha3 resource.k8s.io/v1beta1",
                    "resource.k8s.io/v1beta2 scheduling.k8s.io/v1alpha2 scheduling.k8s.io/v1beta1",
                    "storage.k8s.io/v1alpha1 storage.k8s.io/v1beta1 storagemigration.k8s.io/v1beta1")
            .flatMap(line -> Arrays.stream(line.split(" ")))
            .map(GroupVersion::parse)
            .toList();

    private final Schemas schemas;
    private final Descriptions descriptions;
    private final List<GroupVersion> versions;

    SecondVersion(Schemas schemas, Descriptions descriptions, List<GroupVersion> versions) {
        this.schemas = schemas;
        this.descriptions = descriptions;
        this.versions = known(versions);
    }

    /// The versions of upstream's scheme.
    ///
    /// @param served those of them that are served
    static List<GroupVersion> known(List<GroupVersion> served) {
        return Stream.concat(served.stream(), UNSERVED.stream())
                .distinct()
                .sorted(Comparator.comparing(GroupVersion::group).thenComparing(GroupVersion::version))
                .toList();
    }

    ObjectTree document(Collection<Map<String, List<Operation>>> documents, String version) {
        ObjectTree.Builder paths = ObjectTree.builder();
        Set<String> types = new TreeSet<>();
        for (Map<String, List<Operation>> document : documents) {
            document.forEach((path, operations) -> {
                paths.put(path, path(operations));
                operations.forEach(operation -> types.addAll(OpenApi.types(operation)));
            });
        }
        ObjectTree.Builder definitions = ObjectTree.builder();
        new Definitions(schemas, descriptions, versions)
                .of(types)
                .fields()
                .forEach(field -> definitions.put(field.name(), schema(field.value().asObject())));
        ObjectTree token = ObjectTree.builder()
                .put("description", "Bearer Token authentication")
                .put("in", "header")
                .put("name", "authorization")
                .put("type", "apiKey")
                .build();
        return SharedParameters.of(ObjectTree.builder()
                .put("swagger", "2.0")
                .put("info", ObjectTree.builder().put("title", "Kubernetes").put("version", version).build())
                .put("paths", paths.build())
                .put("definitions", definitions.build())
                .put("securityDefinitions", ObjectTree.of("BearerToken", token))
                .put("security", ListTree.of(ObjectTree.of("BearerToken", ListTree.EMPTY)))
                .build());
    }

    private static ObjectTree schema(ObjectTree third) {
        if (third.has("oneOf")) {
            return third.without("oneOf").with("type", "string");
        }
        ObjectTree.Builder schema = ObjectTree.builder();
        for (ObjectTree.Field field : third.fields()) {
            switch (field.name()) {
                case "default" -> {}
                case "allOf" -> schema.put("$ref", reference(field.value().asList().get(0).asObject().text("$ref")));
                case "$ref" -> schema.put("$ref", reference(field.value().asText()));
                case "items", "additionalProperties" -> schema.put(field.name(), schema(field.value().asObject()));
                case "properties" -> {
                    ObjectTree.Builder properties = ObjectTree.builder();
                    for (ObjectTree.Field property : field.value().asObject().fields()) {
                        properties.put(property.name(), schema(property.value().asObject()));
                    }
                    schema.put("properties", properties.build());
                }
                default -> schema.put(field.name(), field.value());
            }
        }
        return schema.build();
    }

    private static Tree reference(String third) {
        return Tree.of(third.replace(V3_SCHEMAS, V2_SCHEMAS));
    }

    static ObjectTree path(List<Operation> operations) {
        Set<Parameter> shared = new LinkedHashSet<>(operations.getFirst().parameters());
        operations.forEach(operation -> shared.retainAll(operation.parameters()));
        ObjectTree.Builder path = ObjectTree.builder();
        for (Operation operation : operations) {
            path.put(operation.method(), operation(operation, shared));
        }
        if (!shared.isEmpty()) {
            path.put("parameters", ListTree.of(shared.stream().map(SecondVersion::parameter).toList()));
        }
        return path.build();
    }

    private static ObjectTree operation(Operation operation, Set<Parameter> shared) {
        ObjectTree.Builder tree = ObjectTree.builder()
                .put("operationId", operation.id())
                .put("tags", ListTree.ofTexts(List.of(operation.tag())))
                .put("schemes", ListTree.ofTexts(List.of("https")));
        if (!operation.description().isEmpty()) {
            tree.put("description", operation.description());
        }
        operation.action().ifPresent(action -> tree.put("x-kubernetes-action", action.name())
                .put("x-kubernetes-group-version-kind", Definitions.kind(action.kind())));
        List<Tree> own = new ArrayList<>();
        operation.request().ifPresent(request -> own.add(body(request, operation.requestRequired())));
        operation.parameters().stream()
                .filter(parameter -> !shared.contains(parameter))
                .map(SecondVersion::parameter)
                .forEach(own::add);
        if (!own.isEmpty()) {
            tree.put("parameters", ListTree.of(own));
        }
        Content answer = operation.answers().values().iterator().next();
        List<String> consumed = operation.request().map(Content::mediaTypes).orElse(consumed(operation, answer));
        if (!consumed.isEmpty()) {
            tree.put("consumes", ListTree.ofTexts(consumed));
        }
        tree.put("produces", ListTree.ofTexts(answer.mediaTypes()));
        ObjectTree.Builder responses = ObjectTree.builder();
        operation.answers().forEach((status, content) -> responses.put(
                Integer.toString(status),
                ObjectTree.builder()
                        .put("description", OpenApi.MEANINGS.get(status))
                        .put("schema", schema(content))
                        .build()));
        responses.put("401", ObjectTree.of("description", Tree.of("Unauthorized")));
        return tree.put("responses", responses.build()).build();
    }

    /// What reading takes: anything for a kind of Kubernetes, its own form for a custom one or a page with a type, nothing for
    /// plain text.
    private static List<String> consumed(Operation operation, Content answer) {
        boolean own = !answer.type().isEmpty() && !answer.mediaTypes().contains("application/vnd.kubernetes.protobuf");
        if (operation.action().isPresent() && !own) {
            return List.of("*/*");
        }
        return answer.type().isEmpty() ? List.of() : answer.mediaTypes();
    }

    private static ObjectTree schema(Content content) {
        return content.type().isEmpty()
                ? ObjectTree.of("type", Tree.of("string"))
                : ObjectTree.of("$ref", Tree.of(V2_SCHEMAS + content.type()));
    }

    private static ObjectTree body(Content request, boolean required) {
        ObjectTree body = ObjectTree.builder()
                .put("in", "body")
                .put("name", "body")
                .put("schema", schema(request))
                .build();
        return required ? body.with("required", true) : body;
    }

    private static ObjectTree parameter(Parameter parameter) {
        ObjectTree tree = ObjectTree.builder()
                .put("description", parameter.description())
                .put("in", parameter.place().word())
                .put("name", parameter.name())
                .put("type", parameter.type())
                .put("uniqueItems", true)
                .build();
        return parameter.place() == Operation.Place.PATH ? tree.with("required", true) : tree;
    }
}
