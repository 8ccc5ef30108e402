package dev.pilothouse.kinds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.ObjectTree;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What single cells of tables say.
final class CellsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
                    networking.k8s.io/v1 IngressClass | {'metadata': {'annotations': {'ingressclass.kubernetes.io/is-default-class': 'true'}}, 'spec': {'controller': 'c.test/x'}} | 0 | "sample (default)"
                    networking.k8s.io/v1 IngressClass | {'metadata': {'annotations': {'ingressclass.kubernetes.io/is-default-class': 'no'}}, 'spec': {'controller': 'c.test/x'}} | 0 | "sample"
                    networking.k8s.io/v1 IPAddress | {'spec': {'parentRef': {'group': 'G.test', 'resource': 'Things', 'name': 'N'}}} | 1 | "things.g.test/N"
                    rbac.authorization.k8s.io/v1 RoleBinding | {'roleRef': {'kind': 'Role', 'name': 'r'}, 'subjects': [{'kind': 'ServiceAccount', 'name': 'a'}, {'kind': 'ServiceAccount', 'name': 'b', 'namespace': 'n'}]} | 5 | "/a, n/b"
                    v1 PersistentVolumeClaim | {'spec': {'volumeAttributesClassName': ''}} | 6 | ""
                    v1 PersistentVolumeClaim | {'spec': {}} | 6 | "<unset>"
                    admissionregistration.k8s.io/v1 ValidatingAdmissionPolicyBinding | {'spec': {'policyName': 'p', 'paramRef': {'name': 'q'}}} | 2 | "*/q"
                    admissionregistration.k8s.io/v1 MutatingAdmissionPolicyBinding | {'spec': {'policyName': 'p', 'paramRef': {'name': 'q', 'namespace': 'n'}}} | 2 | "n/q"
                    flowcontrol.apiserver.k8s.io/v1 PriorityLevelConfiguration | {'spec': {'type': 'Limited', 'limited': {'nominalConcurrencyShares': 0, 'limitResponse': {'type': 'Queue', 'queuing': {'queues': 8}}}}} | 2 | 0
                    flowcontrol.apiserver.k8s.io/v1 PriorityLevelConfiguration | {'spec': {'type': 'Limited', 'limited': {'nominalConcurrencyShares': 0, 'limitResponse': {'type': 'Queue', 'queuing': {'queues': 8}}}}} | 3 | 8
                    flowcontrol.apiserver.k8s.io/v1 PriorityLevelConfiguration | {'spec': {'type': 'Exempt'}} | 2 | "<none>"
                    networking.k8s.io/v1 Ingress | {'spec': {'rules': [{'host': 'a.b'}, {'host': 'b.b'}, {'host': 'c.b'}]}} | 2 | "a.b,b.b,c.b"
                    networking.k8s.io/v1 Ingress | {'spec': {'rules': [{'host': 'a.b'}, {'host': 'b.b'}, {'host': 'c.b'}, {}]}} | 2 | "a.b,b.b,c.b + 1 more..."
                    networking.k8s.io/v1 Ingress | {'spec': {'rules': [{}, {'host': 'a.b'}, {}, {'host': 'b.c'}, {'host': 'c.d'}, {'host': 'd.e'}]}} | 2 | "a.b,b.c,c.d + 3 more..."
                    networking.k8s.io/v1 Ingress | {'spec': {'rules': [{}, {}, {}, {}]}} | 2 | "*"
                    discovery.k8s.io/v1 EndpointSlice | {'ports': [{'name': 'http'}]} | 2 | "http"
                    discovery.k8s.io/v1 EndpointSlice | {'ports': [{'name': ''}]} | 2 | "<unset>"
                    discovery.k8s.io/v1 EndpointSlice | {'ports': [{'name': '', 'port': 443}, {'name': 'b'}]} | 2 | "443,b"
                    discovery.k8s.io/v1 EndpointSlice | {} | 2 | "<unset>"
                    v1 Event | {'count': -3} | 8 | -3
                    v1 Event | {'count': 0} | 8 | 1
                    events.k8s.io/v1 Event | {'deprecatedCount': -3} | 8 | -3
                    autoscaling/v2 HorizontalPodAutoscaler | {'spec': {'metrics': [{'type': 'External', 'external': {'target': {'value': '5'}}}]}, 'status': {'currentMetrics': [{'type': 'External', 'external': {'current': {'averageValue': '2'}}}]}} | 2 | "<nil>/5"
                    autoscaling/v2 HorizontalPodAutoscaler | {'spec': {'metrics': [{'type': 'External', 'external': {'target': {'value': '5'}}}]}, 'status': {'currentMetrics': [{'type': 'External'}]}} | 2 | "<unknown>/5"
                    autoscaling/v2 HorizontalPodAutoscaler | {'spec': {'metrics': [{'type': 'External', 'external': {'target': {'averageValue': '5'}}}]}, 'status': {'currentMetrics': [{'type': 'External', 'external': {'current': {'value': '2'}}}]}} | 2 | "<unknown>/5 (avg)"
                    autoscaling/v2 HorizontalPodAutoscaler | {'spec': {'metrics': [{'type': 'Object', 'object': {'target': {'value': '5'}}}]}, 'status': {'currentMetrics': [{'type': 'Object', 'object': {'current': {'averageValue': '2'}}}]}} | 2 | "<nil>/5"
                    autoscaling/v2 HorizontalPodAutoscaler | {'spec': {'metrics': [{'type': 'Object', 'object': {'target': {'value': '5'}}}]}, 'status': {'currentMetrics': [{'type': 'Object'}]}} | 2 | "<unknown>/5"
                    autoscaling/v2 HorizontalPodAutoscaler | {'spec': {'metrics': [{'type': 'Object', 'object': {'target': {'averageValue': '5'}}}]}, 'status': {'currentMetrics': [{'type': 'Object', 'object': {'current': {'value': '2'}}}]}} | 2 | "<unknown>/5 (avg)"
                    autoscaling/v2 HorizontalPodAutoscaler | {'spec': {'metrics': [{'type': 'Pods', 'pods': {'target': {'averageValue': '5'}}}]}, 'status': {'currentMetrics': [{'type': 'Pods', 'pods': {'current': {'value': '2'}}}]}} | 2 | "<nil>/5"
                    autoscaling/v2 HorizontalPodAutoscaler | {'spec': {'metrics': [{'type': 'Resource', 'resource': {'name': 'cpu', 'target': {'averageValue': '5'}}}]}, 'status': {'currentMetrics': [{'type': 'Resource', 'resource': {'current': {'value': '2'}}}]}} | 2 | "cpu: <nil>/5"
                    autoscaling/v2 HorizontalPodAutoscaler | {'spec': {'metrics': [{'type': 'ContainerResource', 'containerResource': {'name': 'cpu', 'target': {'averageValue': '5'}}}]}, 'status': {'currentMetrics': [{'type': 'ContainerResource', 'containerResource': {'current': {'value': '2'}}}]}} | 2 | "cpu: <nil>/5"
                    autoscaling/v2 HorizontalPodAutoscaler | {'spec': {'metrics': [{'type': 'Resource', 'resource': {'name': 'cpu', 'target': {'averageUtilization': 5}}}]}, 'status': {'currentMetrics': [{'type': 'Resource', 'resource': {'current': {'averageValue': '2'}}}]}} | 2 | "cpu: <unknown>/5%"
                    apps/v1 Deployment | {} | 7 | ""
                    apps/v1 ReplicaSet | {} | 7 | "<none>"
                    certificates.k8s.io/v1 CertificateSigningRequest | {} | 2 | "<none>"
                    networking.k8s.io/v1 IPAddress | {'spec': {}} | 1 | "<none>"
                    storage.k8s.io/v1 CSIDriver | {} | 1 | true
                    storage.k8s.io/v1 CSIDriver | {'spec': {'attachRequired': false}} | 1 | false
                    flowcontrol.apiserver.k8s.io/v1 FlowSchema | {'spec': {'priorityLevelConfiguration': {'name': ''}}} | 1 | ""
                    """)
    void says(String kind, String object, int column, String cell) {
        Draft draft = Draft.of(kind, object);
        ListTree cells = draft.strategy().kind().table().cells(draft.object(), Draft.NOW);
        assertThat(cells.get(column)).isEqualTo(Draft.json(cell));
    }

    @Test
    void showsFlowSchemasInTheOrderInWhichTheyAreAsked() {
        Draft schema = Draft.of("flowcontrol.apiserver.k8s.io/v1 FlowSchema", "{'spec': {'matchingPrecedence': 500}}");
        ObjectTree late = schema.object();
        ObjectTree twin = schema.with("metadata.name", "'another'").object();
        ObjectTree early = schema.with("spec.matchingPrecedence", "1").object();
        assertThat(schema.strategy().kind().table().order().apply(List.of(late, twin, early)))
                .containsExactly(early, twin, late);
    }
}
