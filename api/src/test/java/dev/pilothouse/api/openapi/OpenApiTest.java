package dev.pilothouse.api.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.api.schema.ApiResources;
import dev.pilothouse.api.schema.GroupVersion;
import dev.pilothouse.api.schema.Schemas;
import dev.pilothouse.api.tree.Json;
import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.api.Test;

final class OpenApiTest {
    private final OpenApi openApi = new OpenApi(ApiResources.builtIn(), Schemas.builtIn());

    private ObjectTree document(String name) {
        return openApi.document(name, "v1").orElseThrow();
    }

    @Test
    void everyServedGroupAndVersionHasADocument() {
        for (GroupVersion version : ApiResources.builtIn().groupVersions()) {
            assertThat(openApi.names()).contains(version.path().substring(1));
        }
        assertThat(openApi.document("apis/nobody/v1", "v1")).isEmpty();
    }

    @Test
    void everyReferenceLeadsToASchemaOfTheSameDocument() {
        for (String name : openApi.names()) {
            ObjectTree document = document(name);
            ObjectTree schemas = document.object("components").object("schemas");
            for (String reference : references(document)) {
                assertThat(schemas.has(reference.replace("#/components/schemas/", "")))
                        .as("%s in %s", reference, name)
                        .isTrue();
            }
        }
    }

    @Test
    void everyReferenceOfTheSecondVersionLeadsToADefinitionOrAParameter() {
        ObjectTree document = openApi.second("v1");
        Set<String> places = new HashSet<>();
        for (String reference : references(document)) {
            String[] parts = reference.split("/");
            assertThat(document.object(parts[1]).has(parts[2])).as(reference).isTrue();
            places.add(parts[1]);
        }
        assertThat(places).containsExactlyInAnyOrder("definitions", "parameters");
    }

    @Test
    void operationsAreNamedOnce() {
        Set<String> ids = new HashSet<>();
        for (String name : openApi.names()) {
            for (ObjectTree.Field path : document(name).object("paths").fields()) {
                for (ObjectTree.Field method : path.value().asObject().fields()) {
                    if (!method.name().equals("parameters")) {
                        assertThat(ids.add(method.value().asObject().text("operationId")))
                                .as("%s %s", method.name(), path.name())
                                .isTrue();
                    }
                }
            }
        }
        assertThat(ids).contains(
                "readCoreV1NamespacedPodLog",
                "connectCoreV1PostNamespacedPodExec",
                "deleteRbacAuthorizationV1CollectionNamespacedRole",
                "watchAppsV1DeploymentListForAllNamespaces",
                "patchCoreV1NodeStatus");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            getCoreAPIVersions                             | get available API versions
            getAppsV1APIResources                          | get available resources
            listCoreV1NamespacedConfigMap                  | list or watch objects of kind ConfigMap
            listCoreV1ComponentStatus                      | list objects of kind ComponentStatus
            createCoreV1NamespacedEndpoints                | create Endpoints
            createNetworkingV1NamespacedIngress            | create an Ingress
            createCoreV1NamespacedPodEviction              | create eviction of a Pod
            readAppsV1NamespacedDeploymentScale            | read scale of the specified Deployment
            readCoreV1NamespacedPodLog                     | read log of the specified Pod
            deleteCoreV1CollectionNamespacedPod            | delete collection of Pod
            connectCoreV1PostNamespacedPodProxyWithPath    | connect POST requests to proxy of Pod
            watchCoreV1NamespacedPodList                   | watch individual changes to a list of Pod. deprecated: use the 'watch' parameter with a list operation instead.
            """)
    void everyOperationSaysWhatItDoes(String id, String words) {
        Map<String, String> said = new HashMap<>();
        for (ObjectTree.Field path : openApi.second("v1").object("paths").fields()) {
            for (ObjectTree.Field method : path.value().asObject().fields()) {
                if (!method.name().equals("parameters")) {
                    ObjectTree operation = method.value().asObject();
                    said.put(operation.text("operationId"), operation.text("description"));
                }
            }
        }
        assertThat(said).containsEntry(id, words).doesNotContainValue("");
    }

    @Test
    void aFieldSaysItsTypeDefaultAndHowItMerges() {
        ObjectTree schemas = document("apis/apps/v1").object("components").object("schemas");
        assertThat(Json.text(schemas.object("io.k8s.api.core.v1.Container").object("properties").get("ports")))
                .contains("\"x-kubernetes-list-map-keys\":[\"containerPort\",\"protocol\"]")
                .contains("\"x-kubernetes-patch-merge-key\":\"containerPort\"")
                .contains("\"items\":{\"allOf\":[{\"$ref\":\"#/components/schemas/io.k8s.api.core.v1.ContainerPort\"}],\"default\":{}}");
        assertThat(schemas.object("io.k8s.api.core.v1.EphemeralContainer")
                        .object("properties")
                        .object("env")
                        .text("x-kubernetes-list-type"))
                .as("fields of an embedded type")
                .isEqualTo("map");
        assertThat(schemas.object("io.k8s.api.apps.v1.Deployment").list("x-kubernetes-group-version-kind"))
                .isEqualTo(ListTree.of(ObjectTree.builder()
                        .put("group", "apps")
                        .put("kind", "Deployment")
                        .put("version", "v1")
                        .build()));
    }

    @Test
    void typesAndFieldsAreDescribed() {
        ObjectTree schemas = document("api/v1").object("components").object("schemas");
        ObjectTree container = schemas.object("io.k8s.api.core.v1.EphemeralContainer");
        assertThat(container.text("description")).startsWith("An EphemeralContainer is a temporary container");
        assertThat(container.object("properties").object("image").text("description"))
                .as("a field of an embedded type")
                .startsWith("Container image name");
    }

    @Test
    void whatAllOperationsOfAPathTakeStandsAtThePath() {
        ObjectTree path = document("api/v1").object("paths").object("/api/v1/namespaces/{namespace}/pods/{name}");
        assertThat(path.list("parameters").objects()).extracting(p -> p.text("name"))
                .containsExactly("name", "namespace", "pretty");
        assertThat(path.object("get").has("parameters")).isFalse();
        assertThat(path.object("patch").list("parameters").objects()).extracting(p -> p.text("name"))
                .containsExactly("dryRun", "fieldManager", "fieldValidation", "force");
    }

    private static List<String> references(Tree tree) {
        List<String> found = new ArrayList<>();
        switch (tree) {
            case ObjectTree object -> {
                for (ObjectTree.Field field : object.fields()) {
                    if (field.name().equals("$ref") && field.value().type() == Tree.Type.TEXT) {
                        found.add(field.value().asText());
                    }
                    found.addAll(references(field.value()));
                }
            }
            case ListTree list -> list.forEach(value -> found.addAll(references(value)));
            default -> {}
        }
        return found;
    }
}
