package dev.pilothouse.api.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.api.tree.Json;
import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.MalformedJson;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ApplyTest {
    private static final String DATA_A = "{f:data:{f:a:{}}}";

    @Test
    void ownsWhatTheConfigurationMentions() {
        Story.of("v1", "ConfigMap")
                .applies("m1", "data: {a: '1'}")
                .holds("{'data':{'a':'1'}}")
                .isOwned("m1 Apply 0 " + DATA_A)
                .applies("m1", "data: {a: '1'}")
                .isOwned("m1 Apply 0 " + DATA_A)
                .applies("m1", "data: {b: '2'}")
                .holds("{'data':{'b':'2'}}")
                .isOwned("m1 Apply 2 {f:data:{f:b:{}}}")
                .applies("m1", "{}")
                .holds("{}")
                .isOwned();
    }

    @Test
    void aSharedFieldGoesWithItsLastOwner() {
        Story.of("v1", "ConfigMap")
                .applies("m1", "data: {a: '1'}")
                .applies("m2", "data: {a: '1'}")
                .isOwned("m2 Apply - " + DATA_A, "m1 Apply 0 " + DATA_A)
                .applies("m1", "data: {}")
                .holds("{'data':{'a':'1'}}")
                .isOwned("m2 Apply - " + DATA_A, "m1 Apply 0 {f:data:{}}")
                .applies("m2", "{}")
                .holds("{'data':null}")
                .isOwned("m1 Apply 0 {f:data:{}}");
    }

    @Test
    void refusesToChangeWhatOthersOwn() {
        Story.of("v1", "ConfigMap")
                .creates("creator", "data: {a: '1', b: '1'}")
                .isRefused(
                        "m1",
                        "data: {a: '2'}",
                        409,
                        "Apply failed with 1 conflict: conflict with \"creator\" using v1: .data.a")
                .isRefused(
                        "m1",
                        "data: {a: '2', b: '2'}",
                        409,
                        "Apply failed with 2 conflicts: conflicts with \"creator\" using v1:\n- .data.a\n- .data.b")
                .forces("m1", "data: {a: '2'}")
                .holds("{'data':{'a':'2','b':'1'}}")
                .isOwned("m1 Apply 3 " + DATA_A, "creator Update 0 {f:data:{.:{},f:b:{}}}");
    }

    @Test
    void whatWasThereBeforeTheFirstApplyHasAnOwner() {
        Story.of("v1", "ConfigMap")
                .creates("creator", "data: {a: '1'}")
                .updates("x", "{metadata: {managedFields: []}, data: {a: '1'}}")
                .isOwned()
                .isRefused(
                        "m1",
                        "data: {a: '5'}",
                        409,
                        "Apply failed with 1 conflict: conflict with \"before-first-apply\" using v1: .data.a")
                .applies("m1", "data: {b: '5'}")
                .isOwned(
                        "m1 Apply 3 {f:data:{f:b:{}}}", "before-first-apply Update 3 {f:data:{.:{},f:a:{}}}");
    }

    @Test
    void mergesListsByTheirKeys() {
        Story.of("v1", "Service")
                .applies("m1", "spec: {ports: [{port: 80, name: a}]}")
                .isOwned("m1 Apply 0 {f:spec:{f:ports:{k:{'port':80,'protocol':'TCP'}:{.:{},f:name:{},f:port:{}}}}}")
                .applies("m2", "spec: {ports: [{port: 80, protocol: UDP, name: b}]}")
                .holds("{'spec':{'ports':[{'name':'a','port':80},{'name':'b','port':80,'protocol':'UDP'}]}}")
                .isRefused(
                        "m2",
                        "spec: {ports: [{port: 80, protocol: TCP, name: z}]}",
                        409,
                        "Apply failed with 1 conflict: conflict with \"m1\": .spec.ports[port=80,protocol=\"TCP\"].name")
                .applies("m1", "spec: {}")
                .holds("{'spec':{'ports':[{'name':'b','port':80,'protocol':'UDP'}]}}");
    }

    @Test
    void ordersElementsAsTheConfigurationDoes() {
        Story.of("v1", "Pod")
                .applies("m1", "spec: {containers: [{name: a}, {name: b}, {name: c}]}")
                .applies("m1", "spec: {containers: [{name: c}, {name: a}]}")
                .holds("{'spec':{'containers':[{'name':'c'},{'name':'a'}]}}")
                .applies("m2", "spec: {containers: [{name: z}, {name: a}]}")
                .holds("{'spec':{'containers':[{'name':'c'},{'name':'z'},{'name':'a'}]}}");
    }

    @Test
    void anElementGoesWithItsOwnerAndKeepsWhatOthersSetUntilThen() {
        Story.of("v1", "Pod")
                .applies("m1", "spec: {containers: [{name: a, image: i, env: [{name: E, value: '1'}]}]}")
                .updates("server", "spec: {containers: [{name: a, image: i, imagePullPolicy: Always, env: [{name: E, value: '1'}]}]}")
                .applies("m1", "spec: {containers: [{name: a, image: i}]}")
                .holds("{'spec':{'containers':[{'image':'i','imagePullPolicy':'Always','name':'a'}]}}")
                .applies("m1", "spec: {restartPolicy: Never}")
                .holds("{'spec':{'containers':null,'restartPolicy':'Never'}}");
    }

    @Test
    void setsAreMergedByValue() {
        Story.of("v1", "ConfigMap")
                .applies("m1", "metadata: {finalizers: [a.test/1]}")
                .applies("m2", "metadata: {finalizers: [a.test/2]}")
                .holds("{'metadata':{'finalizers':['a.test/1','a.test/2']}}")
                .isOwned(
                        "m1 Apply 0 {f:metadata:{f:finalizers:{v:'a.test/1':{}}}}",
                        "m2 Apply 1 {f:metadata:{f:finalizers:{v:'a.test/2':{}}}}")
                .applies("m1", "{}")
                .holds("{'metadata':{'finalizers':['a.test/2']}}");
    }

    @Test
    void whatBecameAtomicIsOwnedAsAWhole() {
        Story.of("v1", "Service")
                .creates("a", "{spec: {selector: {x: y}}}")
                .updates("a", """
                        metadata:
                          managedFields:
                          - {manager: old, operation: Apply, apiVersion: v1, fieldsType: FieldsV1,
                             fieldsV1: {'f:spec': {'f:selector': {'f:x': {}}}}}
                        spec: {selector: {x: y}}
                        """)
                .isRefused(
                        "m1",
                        "spec: {selector: {x: z}}",
                        409,
                        "Apply failed with 1 conflict: conflict with \"old\": .spec.selector");
    }

    @Test
    void refusesAConfigurationThatDoesNotFit() {
        Story story = Story.of("v1", "ConfigMap");
        story.isRefused(
                "m1",
                "{data: {a: 1}}",
                500,
                "failed to create typed patch object (/x; /v1, Kind=ConfigMap): .data.a: expected string, got"
                        + " &value.valueUnstructured{Value:1}");
        story.isRefused(
                "m1",
                "zz: 1",
                500,
                "failed to create typed patch object (/x; /v1, Kind=ConfigMap): .zz: field not declared in schema");
        story.isRefused(
                "m1", "metadata: {managedFields: [{manager: z}]}", 400, "metadata.managedFields must be nil");
        Story.of("v1", "Pod")
                .isRefused(
                        "m1",
                        "spec: {containers: [{name: a, env: [{name: B}, {name: B}]}]}",
                        500,
                        "failed to create typed patch object (/x; /v1, Kind=Pod): .spec.containers[name=\"a\"].env:"
                                + " duplicate entries for key [name=\"B\"]");
    }

    @Test
    void takesOverFromApplyOnTheClientsSide() {
        String annotation = "metadata: {annotations: {kubectl.kubernetes.io/last-applied-configuration: '%s'}}\n"
                .formatted("{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"x\"},\"data\":{\"a\":\"1\"}}");
        Story.of("v1", "ConfigMap")
                .creates("kubectl-client-side-apply", annotation + "data: {a: '1', b: '1'}")
                .isRefused(
                        "kubectl",
                        "data: {a: '2', b: '2'}",
                        409,
                        "Apply failed with 1 conflict: conflict with \"kubectl-client-side-apply\" using v1: .data.b")
                .applies("kubectl", "data: {a: '2'}")
                .isOwned(
                        "kubectl Apply 2 " + DATA_A,
                        "kubectl-client-side-apply Update 0 {f:data:{.:{},f:b:{}},f:metadata:{f:annotations:{.:{},"
                                + "f:kubectl.kubernetes.io/last-applied-configuration:{}}}}");
    }

    @Test
    void carriesOwnershipToScaleAndBack() throws MalformedJson {
        ListTree parent = Json.parse("""
                [{"manager":"m1","operation":"Apply","apiVersion":"apps/v1","fieldsType":"FieldsV1","time":"2026-01-01T00:00:00Z",
                "fieldsV1":{"f:spec":{"f:paused":{},"f:replicas":{}}}}]""").asList();
        ScaleFields fields = new ScaleFields(parent, "apps/v1", Map.of("apps/v1", List.of("spec", "replicas")));
        assertThat(Json.text(fields.toScale())).isEqualTo("""
                [{"apiVersion":"autoscaling/v1","fieldsType":"FieldsV1","fieldsV1":{"f:spec":{"f:replicas":{}}},\
                "manager":"m1","operation":"Apply","time":"2026-01-01T00:00:00Z"}]""");
        ListTree taken = Json.parse("""
                [{"manager":"hpa","operation":"Apply","apiVersion":"autoscaling/v1","fieldsType":"FieldsV1","subresource":"scale",
                "fieldsV1":{"f:spec":{"f:replicas":{}}}}]""").asList();
        assertThat(Json.text(fields.toParent(taken))).isEqualTo("""
                [{"apiVersion":"apps/v1","fieldsType":"FieldsV1","fieldsV1":{"f:spec":{"f:replicas":{}}},"manager":"hpa",\
                "operation":"Apply","subresource":"scale"},{"apiVersion":"apps/v1","fieldsType":"FieldsV1",\
                "fieldsV1":{"f:spec":{"f:paused":{}}},"manager":"m1","operation":"Apply","time":"2026-01-01T00:00:00Z"}]""");
    }
}
