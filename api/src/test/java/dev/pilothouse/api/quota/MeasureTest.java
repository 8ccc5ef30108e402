package dev.pilothouse.api.quota;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.api.meta.GroupResource;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.yaml.MalformedYaml;
import dev.pilothouse.api.yaml.Yaml;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MeasureTest {
    private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock = """
            pods | {} | count/pods=1,pods=1
            pods | {spec: {containers: [{resources: {requests: {cpu: 100m}, limits: {cpu: "1"}}}, {resources: {requests: {cpu: 1900m, memory: 1Gi}}}]}} | count/pods=1,cpu=2,limits.cpu=1,memory=1Gi,pods=1,requests.cpu=2,requests.memory=1Gi
            pods | {spec: {containers: [{resources: {requests: {cpu: "1"}}}], initContainers: [{resources: {requests: {cpu: "3"}}}]}} | count/pods=1,cpu=3,pods=1,requests.cpu=3
            pods | {spec: {containers: [{resources: {requests: {cpu: "1"}}}], initContainers: [{restartPolicy: Always, resources: {requests: {cpu: "3"}}}]}} | count/pods=1,cpu=4,pods=1,requests.cpu=4
            pods | {spec: {containers: [{resources: {requests: {cpu: "1"}}}], overhead: {cpu: 250m, memory: 8Mi}}} | count/pods=1,cpu=1250m,memory=8Mi,pods=1,requests.cpu=1250m,requests.memory=8Mi
            pods | {spec: {containers: [{resources: {requests: {cpu: "1"}}}], resources: {requests: {cpu: "5"}}}} | count/pods=1,cpu=5,pods=1,requests.cpu=5
            pods | {spec: {containers: [{resources: {requests: {maker.example/wheel: "2", hugepages-2Mi: 4Mi}}}]}} | count/pods=1,hugepages-2Mi=4Mi,pods=1,requests.hugepages-2Mi=4Mi,requests.maker.example/wheel=2
            pods | {spec: {containers: [{name: a, resources: {requests: {cpu: "1"}}}]}, status: {containerStatuses: [{name: a, resources: {requests: {cpu: "2"}}}]}} | count/pods=1,cpu=2,pods=1,requests.cpu=2
            pods | {spec: {containers: [{resources: {requests: {cpu: "1"}}}]}, status: {phase: Succeeded}} | count/pods=1
            pods | {metadata: {deletionTimestamp: "2029-12-31T23:59:50Z", deletionGracePeriodSeconds: 30}} | count/pods=1,pods=1
            pods | {metadata: {deletionTimestamp: "2029-12-31T23:59:20Z", deletionGracePeriodSeconds: 30}} | count/pods=1
            services | {spec: {type: ClusterIP, ports: [{port: 1}]}} | count/services=1,services=1,services.loadbalancers=0,services.nodeports=0
            services | {spec: {type: NodePort, ports: [{port: 1}, {port: 2}]}} | count/services=1,services=1,services.loadbalancers=0,services.nodeports=2
            services | {spec: {type: LoadBalancer, ports: [{port: 1}]}} | count/services=1,services=1,services.loadbalancers=1,services.nodeports=1
            services | {spec: {type: LoadBalancer, allocateLoadBalancerNodePorts: false, ports: [{port: 1}, {port: 2, nodePort: 30000}]}} | count/services=1,services=1,services.loadbalancers=1,services.nodeports=1
            persistentvolumeclaims | {spec: {resources: {requests: {storage: 2Gi}}}} | count/persistentvolumeclaims=1,persistentvolumeclaims=1,requests.storage=2Gi
            persistentvolumeclaims | {spec: {storageClassName: fast, resources: {requests: {storage: 1500m}}}} | count/persistentvolumeclaims=1,fast.storageclass.storage.k8s.io/persistentvolumeclaims=1,fast.storageclass.storage.k8s.io/requests.storage=2,persistentvolumeclaims=1,requests.storage=2
            persistentvolumeclaims | {spec: {resources: {requests: {storage: 2Gi}}}, status: {allocatedResources: {storage: 3Gi}}} | count/persistentvolumeclaims=1,persistentvolumeclaims=1,requests.storage=3Gi
            secrets | {} | count/secrets=1,secrets=1
            """)
    void objectsTakeWhatTheyAskFor(String resource, String object, String taken) {
        assertThat(Measure.of(new GroupResource("", resource)).of(tree(object), NOW))
                .hasToString(taken);
    }

    @Test
    void claimsForDevicesTakeTheMostThatTheyMayGet() {
        assertThat(Measure.of(new GroupResource("resource.k8s.io", "resourceclaims"))
                        .of(
                                tree(
                                        """
                                        spec: {devices: {requests: [
                                          {exactly: {deviceClassName: gpu, allocationMode: ExactCount, count: 2}},
                                          {firstAvailable: [{deviceClassName: gpu, count: 3}, {deviceClassName: tpu, allocationMode: All}]}]}}
                                        """),
                                NOW))
                .hasToString("count/resourceclaims.resource.k8s.io=1,gpu.deviceclass.resource.k8s.io/devices=5,"
                        + "tpu.deviceclass.resource.k8s.io/devices=32");
    }

    @Test
    void otherObjectsAreCountedByTheirGroup() {
        Measure deployments = Measure.of(new GroupResource("apps", "deployments"));
        assertThat(deployments.of(ObjectTree.EMPTY, NOW)).hasToString("count/deployments.apps=1");
        assertThat(deployments.counted(Set.of("count/deployments.apps", "count/deployments", "deployments", "pods")))
                .containsExactly("count/deployments.apps");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            nullValues = "-",
            textBlock = """
            Terminating | Exists | {spec: {activeDeadlineSeconds: 0}} | true
            Terminating | Exists | {} | false
            NotTerminating | Exists | {} | true
            BestEffort | Exists | {status: {qosClass: BestEffort}} | true
            NotBestEffort | Exists | {status: {qosClass: Burstable}} | true
            PriorityClass | Exists | {spec: {priorityClassName: a}} | true
            PriorityClass | Exists | {} | false
            PriorityClass | DoesNotExist | {} | true
            PriorityClass | In | {spec: {priorityClassName: a}} | true
            PriorityClass | In | {spec: {priorityClassName: z}} | false
            PriorityClass | NotIn | {spec: {priorityClassName: z}} | true
            PriorityClass | NotIn | {} | true
            CrossNamespacePodAffinity | Exists | {spec: {affinity: {podAffinity: {requiredDuringSchedulingIgnoredDuringExecution: [{namespaces: [b]}]}}}} | true
            CrossNamespacePodAffinity | Exists | {spec: {affinity: {podAntiAffinity: {preferredDuringSchedulingIgnoredDuringExecution: [{podAffinityTerm: {namespaceSelector: {}}}]}}}} | true
            CrossNamespacePodAffinity | Exists | {spec: {affinity: {podAffinity: {requiredDuringSchedulingIgnoredDuringExecution: [{topologyKey: b}]}}}} | false
            Unknown | Exists | {} | false
            """)
    void podsAreInTheScopesThatTheirPropertiesSay(String name, String operator, String pod, boolean in) {
        Scope scope = new Scope(name, operator, List.of("a", "b"));
        assertThat(Measure.of(new GroupResource("", "pods")).isIn(scope, tree(pod)))
                .isEqualTo(in);
    }

    @Test
    void containersMustSayWhatIsLimited() {
        ObjectTree pod = tree(
                """
                spec:
                  containers: [{name: b, resources: {limits: {cpu: "1"}}}, {name: a, resources: {requests: {cpu: "1"}}}]
                  initContainers: [{name: i, resources: {requests: {cpu: "1"}, limits: {cpu: "1"}}}]
                """);
        Measure pods = Measure.of(new GroupResource("", "pods"));
        assertThat(pods.missing(Set.of("pods", "requests.cpu", "limits.cpu", "requests.ephemeral-storage"), pod))
                .contains("must specify limits.cpu for: a; requests.cpu for: b");
        assertThat(pods.missing(Set.of("pods"), pod)).isEmpty();
    }

    @Test
    void aQuotaListsItsScopesInTwoForms() {
        assertThat(Scope.of(tree(
                        """
                        spec:
                          scopes: [Terminating]
                          scopeSelector: {matchExpressions: [{scopeName: PriorityClass, operator: In, values: [a]}]}
                        """)))
                .containsExactly(
                        new Scope("Terminating", "Exists", List.of()), new Scope("PriorityClass", "In", List.of("a")));
    }

    private static ObjectTree tree(String yaml) {
        try {
            return Yaml.parse(yaml.getBytes(StandardCharsets.UTF_8)).asObject();
        } catch (MalformedYaml e) {
            throw new AssertionError(e);
        }
    }
}
