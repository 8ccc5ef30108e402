package dev.pilothouse.controllers.daemonset;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.yaml.MalformedYaml;
import dev.pilothouse.api.yaml.Yaml;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DaemonPodsTest {
    private static final ObjectTree SET = tree(
            """
            metadata: {name: agent, namespace: a, uid: u}
            spec:
              template:
                spec:
                  affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution:
                    {nodeSelectorTerms: [{matchExpressions: [{key: disk, operator: In, values: [ssd]}]}]}}}
                  tolerations: [{key: mine, operator: Exists}]
            """);

    @Test
    void aPodIsBoundToItsNodeByNameAlone() {
        ObjectTree pod = DaemonPods.unsaved(SET, "n1", "hash");
        assertThat(pod.object("spec").object("affinity"))
                .isEqualTo(
                        tree(
                                """
                                nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms:
                                  [{matchFields: [{key: metadata.name, operator: In, values: [n1]}]}]}}
                                """));
        assertThat(DaemonPods.node(pod)).isEqualTo("n1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock = """
            {disk: ssd} | []                                                   | true  | true
            {disk: hdd} | []                                                   | false | false
            {}          | []                                                   | false | false
            {disk: ssd} | [{key: mine, effect: NoExecute}]                     | true  | true
            {disk: ssd} | [{key: other, effect: NoSchedule}]                   | false | true
            {disk: ssd} | [{key: other, effect: NoExecute}]                    | false | false
            {disk: ssd} | [{key: other, effect: PreferNoSchedule}]             | true  | true
            {disk: ssd} | [{key: node.kubernetes.io/unschedulable, effect: NoSchedule}] | true | true
            """)
    void theTemplateSaysWhichNodesGetAPod(String labels, String taints, boolean starts, boolean stays) {
        ObjectTree node = tree("{metadata: {name: n1, labels: " + labels + "}, spec: {taints: " + taints + "}}");
        assertThat(DaemonPods.judge(SET, node)).isEqualTo(new DaemonPods.Verdict(starts, stays));
    }

    private static ObjectTree tree(String yaml) {
        try {
            return Yaml.parse(yaml.getBytes(StandardCharsets.UTF_8)).asObject();
        } catch (MalformedYaml e) {
            throw new AssertionError(e);
        }
    }
}
