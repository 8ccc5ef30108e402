package dev.pilothouse.api.apply;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class ManagedFieldsTest {

    @Test
    void theCreatorOwnsAllButWhatGoWritesForAnEmptyObject() {
        Story.of("v1", "Pod")
                .creates("kubectl", """
                        metadata: {labels: {a: b}}
                        spec:
                          containers:
                          - {name: c, image: i, resources: {}, ports: [{containerPort: 80}]}
                          volumes: [{name: v, emptyDir: {}}]
                        status: {}
                        """)
                .isOwned("kubectl Update 0 {f:metadata:{f:labels:{.:{},f:a:{}}},f:spec:{f:containers:{k:{'name':'c'}:{.:{},"
                        + "f:image:{},f:name:{},f:ports:{.:{},k:{'containerPort':80,'protocol':'TCP'}:{.:{},"
                        + "f:containerPort:{}}},f:resources:{}}},f:volumes:{.:{},k:{'name':'v'}:{.:{},f:emptyDir:{},"
                        + "f:name:{}}}}}");
    }

    @Test
    void whoeverChangesAFieldTakesIt() {
        Story.of("v1", "ConfigMap")
                .creates("a", "data: {x: '1', w: '1'}")
                .updates("b", "data: {x: '2', w: '1', z: '3'}")
                .isOwned("a Update 0 {f:data:{.:{},f:w:{}}}", "b Update 1 {f:data:{f:x:{},f:z:{}}}")
                .updates("c", "data: {w: '1'}")
                .isOwned("a Update 0 {f:data:{.:{},f:w:{}}}")
                .updates("a", "data: {w: '1'}")
                .isOwned("a Update 0 {f:data:{.:{},f:w:{}}}");
    }

    @Test
    void aSubresourceOwnsWhatItCanSet() {
        Story.of("v1", "Pod")
                .creates("user", "spec: {containers: [], nodeName: n}")
                .updatesStatus("kubelet", "Running")
                .isOwned(
                        "user Update 0 {f:spec:{f:containers:{},f:nodeName:{}}}",
                        "kubelet Update/status 1 {f:status:{f:phase:{}}}");
    }

    @Test
    void atomicListsAndMapsHaveOneOwner() {
        Story.of("v1", "Service")
                .creates("a", "spec: {selector: {x: y}, clusterIPs: [None]}")
                .updates("b", "spec: {selector: {x: z}, clusterIPs: [None]}")
                .isOwned("a Update 0 {f:spec:{f:clusterIPs:{}}}", "b Update 1 {f:spec:{f:selector:{}}}");
    }

    @Test
    void duplicatesInAKeyedListAreOwnedTogether() {
        Story.of("v1", "Pod")
                .creates("a", "spec: {containers: [{name: c, env: [{name: E, value: '1'}, {name: E, value: '2'}]}]}")
                .isOwned("a Update 0 {f:spec:{f:containers:{k:{'name':'c'}:{.:{},f:env:{.:{},k:{'name':'E'}:{}},f:name:{}}}}}")
                .updates("b", "spec: {containers: [{name: c, env: [{name: E, value: '1'}]}]}")
                .isOwned(
                        "a Update 0 {f:spec:{f:containers:{k:{'name':'c'}:{.:{},f:env:{},f:name:{}}}}}",
                        "b Update 1 {f:spec:{f:containers:{k:{'name':'c'}:{f:env:{k:{'name':'E'}:{.:{},f:name:{},"
                                + "f:value:{}}}}}}}");
    }

    @Test
    void clientsMayEditTheListAndForgetIt() {
        Story.of("v1", "ConfigMap")
                .creates("a", "data: {x: '1'}")
                .updates("b", """
                        metadata:
                          managedFields:
                          - {manager: hand, operation: Update, apiVersion: v1, fieldsType: FieldsV1,
                             fieldsV1: {'f:data': {'.': {}, 'f:x': {'.': {}}, 'q:unknown': {}}}}
                        data: {x: '1'}
                        """)
                .isOwned("hand Update - {f:data:{.:{},f:x:{}}}")
                .updates("b", """
                        metadata:
                          managedFields: [{manager: hand, operation: Update, apiVersion: v1, fieldsType: Nope}]
                        data: {x: '1'}
                        """)
                .isOwned("hand Update - {f:data:{.:{},f:x:{}}}")
                .updates("b", "{metadata: {managedFields: [{}]}, data: {x: '1'}}")
                .isOwned()
                .updates("b", "data: {x: '2'}")
                .isOwned();
    }

    @Test
    void theOldestOfManyUpdatersAreFolded() {
        Story story = Story.of("v1", "ConfigMap").creates("m0", "data: {k0: v}");
        StringBuilder data = new StringBuilder("k0: v");
        for (int i = 1; i <= 11; i++) {
            data.append(", k").append(i).append(": v");
            story.updates("m" + i, "data: {" + data + "}");
        }
        story.isOwned(IntStream.range(0, 10)
                .mapToObj(i -> i == 0
                        ? "ancient-changes Update 2 {f:data:{.:{},f:k0:{},f:k1:{},f:k2:{}}}"
                        : "m" + (i + 2) + " Update " + (i + 2) + " {f:data:{f:k" + (i + 2) + ":{}}}")
                .toArray(String[]::new));
    }

    @Test
    void theUserAgentStandsInForAName() {
        assertThat(ManagerName.of("mine", "kubectl/v1.36")).isEqualTo("mine");
        assertThat(ManagerName.of("", "kubectl/v1.36 (linux)")).isEqualTo("kubectl");
        assertThat(ManagerName.of("", "x".repeat(200))).hasSize(128);
        assertThat(ManagerName.check("bad\nname", dev.pilothouse.api.meta.FieldPath.of("fieldManager")))
                .hasToString("[fieldManager: Invalid value: \"bad\\nname\": invalid character U+000A (at position 3)]");
    }
}
