package dev.pilothouse.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What each plugin refuses. Rows: the plugin, the pod's spec, the node, and why the pod can't run there.
final class FilterTest {
    private static final String TERMS =
            "{affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: %s}}}}";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock = """
            NodeName          | {}                | {} | fits
            NodeName          | {nodeName: here}  | {} | fits
            NodeName          | {nodeName: there} | {} | never: node(s) didn't match the requested node name
            NodeUnschedulable | {} | {spec: {unschedulable: false}} | fits
            NodeUnschedulable | {} | {spec: {unschedulable: true}}  | never: node(s) were unschedulable
            NodeUnschedulable | {tolerations: [{operator: Exists}]} | {spec: {unschedulable: true}} | fits
            NodeUnschedulable | {tolerations: [{key: node.kubernetes.io/unschedulable, operator: Exists, effect: NoSchedule}]} | {spec: {unschedulable: true}} | fits
            NodeUnschedulable | {tolerations: [{key: node.kubernetes.io/unschedulable, operator: Exists, effect: NoExecute}]} | {spec: {unschedulable: true}} | never: node(s) were unschedulable
            TaintToleration   | {} | {spec: {taints: [{key: a, value: b, effect: NoSchedule}]}} | never: node(s) had untolerated taint(s)
            TaintToleration   | {} | {spec: {taints: [{key: a, value: b, effect: NoExecute}]}}  | never: node(s) had untolerated taint(s)
            TaintToleration   | {} | {spec: {taints: [{key: a, value: b, effect: PreferNoSchedule}]}} | fits
            TaintToleration   | {tolerations: [{key: a, value: b}]} | {spec: {taints: [{key: a, value: b, effect: NoSchedule}]}} | fits
            TaintToleration   | {tolerations: [{key: a, operator: Equal, value: b, effect: NoSchedule}]} | {spec: {taints: [{key: a, value: b, effect: NoSchedule}]}} | fits
            TaintToleration   | {tolerations: [{key: a, value: c}]} | {spec: {taints: [{key: a, value: b, effect: NoSchedule}]}} | never: node(s) had untolerated taint(s)
            TaintToleration   | {tolerations: [{key: a, operator: Exists}]} | {spec: {taints: [{key: a, value: b, effect: NoExecute}, {key: z, effect: NoSchedule}]}} | never: node(s) had untolerated taint(s)
            NodeAffinity      | {} | {labels: {disk: ssd}} | fits
            NodeAffinity      | {nodeSelector: {disk: ssd}} | {labels: {disk: ssd}} | fits
            NodeAffinity      | {nodeSelector: {disk: ssd, gpu: 'yes'}} | {labels: {disk: ssd}} | never: node(s) didn't match Pod's node affinity/selector
            NodeResourcesFit  | {containers: [{resources: {requests: {cpu: '4', memory: 8Gi}}}]} | {} | fits
            NodeResourcesFit  | {containers: [{resources: {requests: {cpu: 4001m}}}]} | {} | never: Insufficient cpu
            NodeResourcesFit  | {containers: [{resources: {requests: {cpu: '5', memory: 9Gi}}}]} | {} | never: Insufficient cpu, Insufficient memory
            NodeResourcesFit  | {containers: [{resources: {requests: {example.com/card: '1'}}}]} | {} | never: Insufficient example.com/card
            NodeResourcesFit  | {containers: [{resources: {requests: {cpu: '2'}}}, {resources: {requests: {cpu: 2001m}}}]} | {} | never: Insufficient cpu
            NodeResourcesFit  | {containers: [{resources: {requests: {cpu: '1'}}}], initContainers: [{resources: {requests: {cpu: '5'}}}]} | {} | never: Insufficient cpu
            NodeResourcesFit  | {containers: [{resources: {requests: {cpu: '2'}}}], initContainers: [{resources: {requests: {cpu: '4'}}}]} | {} | fits
            NodeResourcesFit  | {containers: [{resources: {requests: {cpu: '2'}}}], initContainers: [{restartPolicy: Always, resources: {requests: {cpu: '3'}}}]} | {} | never: Insufficient cpu
            NodeResourcesFit  | {initContainers: [{restartPolicy: Always, resources: {requests: {cpu: '1'}}}, {resources: {requests: {cpu: '4'}}}]} | {} | never: Insufficient cpu
            NodeResourcesFit  | {containers: [{resources: {requests: {cpu: '4'}}}], overhead: {cpu: 1m}} | {} | never: Insufficient cpu
            NodeResourcesFit  | {} | {allocatable: {cpu: '4', pods: '0'}} | Too many pods
            """)
    void anEmptyNodeIsRefused(String plugin, String spec, String node, String reason) {
        Stage stage = new Stage().node("here", node);
        assertThat(stage.refusal(plugin, stage.pod("{spec: " + spec + "}"), "here")).isEqualTo(reason);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock = """
            []                                                                         | false
            [{}]                                                                       | false
            [{matchExpressions: [{key: disk, operator: In, values: [hdd, ssd]}]}]      | true
            [{matchExpressions: [{key: disk, operator: NotIn, values: [ssd]}]}]        | false
            [{matchExpressions: [{key: gpu, operator: NotIn, values: [a]}]}]           | true
            [{matchExpressions: [{key: gpu, operator: Exists}]}]                       | false
            [{matchExpressions: [{key: gpu, operator: DoesNotExist}]}]                 | true
            [{matchExpressions: [{key: cores, operator: Gt, values: ['7']}]}]          | true
            [{matchExpressions: [{key: cores, operator: Gt, values: ['8']}]}]          | false
            [{matchExpressions: [{key: cores, operator: Lt, values: ['10']}]}]         | true
            [{matchExpressions: [{key: disk, operator: Gt, values: ['1']}]}]           | false
            [{matchFields: [{key: metadata.name, operator: In, values: [here]}]}]      | true
            [{matchFields: [{key: metadata.name, operator: NotIn, values: [here]}]}]   | false
            [{matchExpressions: [{key: gpu, operator: Exists}]}, {matchExpressions: [{key: disk, operator: Exists}]}] | true
            [{matchExpressions: [{key: gpu, operator: Exists}, {key: disk, operator: Exists}]}] | false
            """)
    void oneTermOfRequiredNodeAffinityMustHoldInAllItsParts(String terms, boolean fits) {
        Stage stage = new Stage().node("here", "{labels: {disk: ssd, cores: '8'}}");
        assertThat(stage.refusal("NodeAffinity", stage.pod("{spec: " + TERMS.formatted(terms) + "}"), "here"))
                .isEqualTo(fits ? "fits" : "never: node(s) didn't match Pod's node affinity/selector");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock = """
            {hostPort: 80}                               | {hostPort: 80}                                | true
            {hostPort: 80}                               | {hostPort: 81}                                | false
            {hostPort: 80}                               | {hostPort: 80, protocol: UDP}                 | false
            {hostPort: 80, hostIP: 10.0.0.1}             | {hostPort: 80, hostIP: 10.0.0.2}              | false
            {hostPort: 80, hostIP: 10.0.0.1}             | {hostPort: 80, hostIP: 10.0.0.1}              | true
            {hostPort: 80, hostIP: 10.0.0.1}             | {hostPort: 80}                                | true
            {hostPort: 80, hostIP: 0.0.0.0}              | {hostPort: 80, hostIP: 10.0.0.2}              | true
            {containerPort: 80}                          | {containerPort: 80}                           | false
            """)
    void twoPodsCantHaveOnePortOfANode(String running, String incoming, boolean collide) {
        String pod = "{spec: {containers: [{ports: [%s]}]}}";
        Stage stage = new Stage().node("here", "{}").running("here", pod.formatted(running));
        assertThat(stage.refusal("NodePorts", stage.pod(pod.formatted(incoming)), "here"))
                .isEqualTo(collide ? "node(s) didn't have free ports for the requested pod ports" : "fits");
    }

    @Test
    void whatOtherPodsTookMayBecomeFree() {
        String pod = "{spec: {containers: [{resources: {requests: {cpu: '3'}}}]}}";
        Stage stage = new Stage().node("here", "{}").running("here", pod);
        assertThat(stage.refusal("NodeResourcesFit", stage.pod(pod), "here")).isEqualTo("Insufficient cpu");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock = """
            {}                                | 0 | 0 | a: fits | c: never: node(s) didn't match pod topology spread constraints (missing required label)
            {}                                | 1 | 0 | a: node(s) didn't match pod topology spread constraints | b: fits
            {maxSkew: 2}                      | 1 | 0 | a: fits | b: fits
            {}                                | 2 | 2 | a: fits | b: fits
            {minDomains: 3}                   | 1 | 1 | a: node(s) didn't match pod topology spread constraints | b: node(s) didn't match pod topology spread constraints
            {labelSelector: {matchLabels: {app: other}}} | 5 | 0 | a: fits | b: fits
            {whenUnsatisfiable: ScheduleAnyway} | 5 | 0 | a: fits | c: fits
            """)
    void podsAreSpreadOverZones(String more, int inA, int inB, String first, String second) {
        Stage stage = new Stage()
                .node("a", "{labels: {zone: east}}")
                .node("b", "{labels: {zone: west}}")
                .node("c", "{}");
        for (int i = 0; i < inA; i++) {
            stage.running("a", "{labels: {app: web}}");
        }
        for (int i = 0; i < inB; i++) {
            stage.running("b", "{labels: {app: web}}");
        }
        var constraint = Stage.yaml(
                "{topologyKey: zone, maxSkew: 1, whenUnsatisfiable: DoNotSchedule, labelSelector: {matchLabels: {app: web}}}");
        for (var field : Stage.yaml(more).fields()) {
            constraint = constraint.with(field.name(), field.value());
        }
        PodState pod = stage.pod("{labels: {app: web}, spec: {topologySpreadConstraints: [" + constraint + "]}}");
        for (String each : new String[] {first, second}) {
            assertThat(stage.refusal("PodTopologySpread", pod, each.substring(0, 1)))
                    .isEqualTo(each.substring(3));
        }
    }

    private static final String NEAR = "{spec: {affinity: {%s: {requiredDuringSchedulingIgnoredDuringExecution: [%s]}}}}";

    private static Stage shop() {
        return new Stage()
                .node("a", "{labels: {zone: east}}")
                .node("b", "{labels: {zone: west}}")
                .node("c", "{}")
                .namespace("team", "{kind: team}")
                .running("a", "{labels: {app: web, tier: '1'}}")
                .running("b", "{namespace: team, labels: {app: db}}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock = """
            podAffinity     | {topologyKey: zone, labelSelector: {matchLabels: {app: web}}}                      | a
            podAffinity     | {topologyKey: zone, labelSelector: {matchLabels: {app: db}}}                       |
            podAffinity     | {topologyKey: zone, namespaces: [team], labelSelector: {matchLabels: {app: db}}}   | b
            podAffinity     | {topologyKey: zone, namespaceSelector: {matchLabels: {kind: team}}, labelSelector: {}} | b
            podAffinity     | {topologyKey: zone, namespaceSelector: {}, labelSelector: {}}                      | ab
            podAntiAffinity | {topologyKey: zone, labelSelector: {matchLabels: {app: web}}}                      | bc
            podAntiAffinity | {topologyKey: zone, namespaceSelector: {}, labelSelector: {}}                      | c
            podAntiAffinity | {topologyKey: zone, labelSelector: {matchLabels: {app: nobody}}}                   | abc
            """)
    void podsKeepNearOthersOrFarFromThem(String which, String term, String fitting) {
        Stage stage = shop();
        PodState pod = stage.pod(NEAR.formatted(which, term));
        String refused = which.equals("podAffinity")
                ? "never: node(s) didn't match pod affinity rules"
                : "node(s) didn't match pod anti-affinity rules";
        for (String node : "abc".split("")) {
            assertThat(stage.refusal("InterPodAffinity", pod, node))
                    .as(node)
                    .isEqualTo(fitting != null && fitting.contains(node) ? "fits" : refused);
        }
    }

    @Test
    void theFirstOfAKindMayBeNearItself() {
        Stage stage = shop();
        String near = "affinity: {podAffinity: {requiredDuringSchedulingIgnoredDuringExecution: "
                + "[{topologyKey: zone, labelSelector: {matchLabels: {app: new}}}]}}";
        PodState pod = stage.pod("{labels: {app: new}, spec: {" + near + "}}");
        assertThat(stage.refusal("InterPodAffinity", pod, "a")).isEqualTo("fits");
        assertThat(stage.refusal("InterPodAffinity", pod, "c"))
                .isEqualTo("never: node(s) didn't match pod affinity rules");
    }

    @Test
    void podsThatAreThereKeepOthersAway() {
        Stage stage = shop().running(
                        "a",
                        NEAR.formatted("podAntiAffinity", "{topologyKey: zone, labelSelector: {matchLabels: {app: api}}}"));
        PodState pod = stage.pod("{labels: {app: api}}");
        assertThat(stage.refusal("InterPodAffinity", pod, "a"))
                .isEqualTo("node(s) didn't satisfy existing pods anti-affinity rules");
        assertThat(stage.refusal("InterPodAffinity", pod, "b")).isEqualTo("fits");
    }
}
