package dev.pilothouse.api.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.api.schema.ApiResource;
import dev.pilothouse.api.schema.GroupVersion;
import dev.pilothouse.api.schema.GroupVersionKind;
import dev.pilothouse.api.tree.Json;
import dev.pilothouse.api.tree.MalformedJson;
import dev.pilothouse.api.tree.ObjectTree;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CustomOpenApiTest {
    private static final GroupVersion VERSION = new GroupVersion("sea.example", "v1");
    private static final GroupVersionKind KIND = VERSION.kind("Boat");
    private static final ObjectTree SCHEMA = read("""
            {"type":"object","properties":{
              "spec":{"type":"object","properties":{
                "port":{"x-kubernetes-int-or-string":true},
                "flag":{"type":"string","nullable":true,"enum":["a"],"example":"a"},
                "cargo":{"type":"object","x-kubernetes-embedded-resource":true,"x-kubernetes-preserve-unknown-fields":true},
                "crew":{"type":"array","default":["ann"],"items":{"type":"string"}}}}}}
            """);
    private static final CustomType BOAT = new CustomType(
            new ApiResource(
                    VERSION.resource("boats"),
                    "boat",
                    "Boat",
                    true,
                    Set.of("get", "list", "create"),
                    List.of(),
                    List.of(),
                    "sea.example/boats",
                    KIND,
                    List.of(new ApiResource.Subresource("status", KIND, Set.of("get", "patch", "update")))),
            "BoatList",
            SCHEMA,
            List.of("spec.flag"));

    @Test
    void aDocumentHoldsTheKindWithWhatEveryObjectHas() {
        ObjectTree document = CustomOpenApi.third(List.of(BOAT));
        ObjectTree schemas = document.object("components").object("schemas");
        ObjectTree boat = schemas.object("example.sea.v1.Boat").object("properties");
        assertThat(boat.object("kind").text("type")).isEqualTo("string");
        assertThat(boat.object("metadata").list("allOf").toString()).contains("meta.v1.ObjectMeta");
        ObjectTree spec = boat.object("spec").object("properties");
        assertThat(spec.object("port").list("anyOf").size()).isEqualTo(2);
        assertThat(spec.object("flag").has("example")).isFalse();
        assertThat(spec.object("flag").bool("nullable")).isTrue();
        assertThat(spec.object("cargo").object("properties").has("metadata")).isTrue();
        assertThat(spec.object("cargo").list("required").texts()).containsExactly("kind", "apiVersion");
        for (String type : List.of("Boat", "BoatList")) {
            assertThat(schemas.object("example.sea.v1." + type).list("x-kubernetes-selectable-fields"))
                    .hasToString("[{\"fieldPath\":\"spec.flag\"}]");
        }
        assertThat(schemas.object("example.sea.v1.BoatList").list("required").texts()).containsExactly("items");
        assertThat(schemas.has("io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta")).isTrue();
    }

    @Test
    void aNamespacedKindIsListedInEveryWay() {
        ObjectTree paths = CustomOpenApi.third(List.of(BOAT)).object("paths");
        String root = "/apis/sea.example/v1/";
        assertThat(paths.fields()).extracting(ObjectTree.Field::name)
                .containsExactly(
                        root + "boats",
                        root + "namespaces/{namespace}/boats",
                        root + "namespaces/{namespace}/boats/{name}",
                        root + "namespaces/{namespace}/boats/{name}/status");
        assertThat(paths.object(root + "boats").object("get").text("operationId"))
                .isEqualTo("listSeaExampleV1BoatForAllNamespaces");
    }

    @Test
    void theSecondVersionLeavesOutWhatItCanNotSay() {
        ObjectTree document = CustomOpenApi.second(ObjectTree.EMPTY, List.of(BOAT));
        ObjectTree spec = document.object("definitions")
                .object("example.sea.v1.Boat")
                .object("properties")
                .object("spec")
                .object("properties");
        assertThat(spec.object("port").has("anyOf")).isFalse();
        assertThat(spec.object("flag").has("type")).isFalse();
        assertThat(spec.object("crew").text("type")).isEqualTo("array");
        assertThat(spec.object("crew").has("default")).isFalse();
        ObjectTree list = document.object("paths").object("/apis/sea.example/v1/boats").object("get");
        assertThat(list.list("consumes").texts()).containsExactly("application/json", "application/yaml");
    }

    @Test
    void aGroupWithHyphensIsNamedInOneWord() {
        assertThat(Names.tag(new GroupVersion("gateway.x-sea.example", "v1"))).isEqualTo("gatewayXSeaExample_v1");
    }

    private static ObjectTree read(String json) {
        try {
            return Json.parse(json).asObject();
        } catch (MalformedJson e) {
            throw new IllegalArgumentException(json, e);
        }
    }

    @Test
    void operationsSayWhatTheyDo() {
        assertThat(OperationWords.of("list", "Boat", "")).isEqualTo("list objects of kind Boat");
        assertThat(OperationWords.of("post", "Anchor", "")).isEqualTo("create an Anchor");
        assertThat(OperationWords.of("get", "Boat", "status")).isEqualTo("read status of the specified Boat");
        assertThat(OperationWords.of("deletecollection", "Boat", "")).isEqualTo("delete collection of Boat");
    }
}
