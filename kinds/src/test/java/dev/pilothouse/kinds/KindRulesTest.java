package dev.pilothouse.kinds;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// One row a rule: a sound object, one change to it, and what clients are told. No problem named means that it is sound.
final class KindRulesTest {
    private static final String TEMPLATE =
            "'template': {'metadata': {'labels': {'a': 'b'}}, 'spec': {'containers': [{'name': 'c', 'image': 'i'}]}}";
    private static final String WORKLOAD = "{'spec': {'selector': {'matchLabels': {'a': 'b'}}, " + TEMPLATE + "}}";

    private static Draft sound(String kind) {
        return Draft.of(
                kind,
                switch (kind.split(" ")[1]) {
                    case "Deployment", "ReplicaSet", "StatefulSet", "DaemonSet" -> WORKLOAD;
                    case "Service" -> "{'spec': {'clusterIP': '10.0.0.1', 'clusterIPs': ['10.0.0.1'],"
                            + " 'ipFamilies': ['IPv4'], 'ipFamilyPolicy': 'SingleStack', 'ports': [{'port': 80}]}}";
                    case "ConfigMap" -> "{'data': {'key': 'value'}}";
                    case "Secret" -> "{'type': 'Opaque', 'data': {'key': 'dmFsdWU='}}";
                    case "Node" -> "{'spec': {'podCIDR': '10.1.0.0/24'}}";
                    case "Role", "ClusterRole" ->
                        "{'rules': [{'verbs': ['get'], 'apiGroups': [''], 'resources': ['pods']}]}";
                    case "RoleBinding" -> "{'roleRef': {'kind': 'Role', 'name': 'r'},"
                            + " 'subjects': [{'kind': 'User', 'name': 'u'}]}";
                    case "ClusterRoleBinding" -> "{'roleRef': {'kind': 'ClusterRole', 'name': 'r'},"
                            + " 'subjects': [{'kind': 'ServiceAccount', 'name': 'u', 'namespace': 'n'}]}";
                    case "EndpointSlice" -> "{'addressType': 'IPv4', 'endpoints': [{'addresses': ['10.0.0.1']}]}";
                    case "Lease" -> "{'spec': {'leaseDurationSeconds': 15}}";
                    case "PriorityClass" -> "{'value': 10}";
                    case "Event" -> "{'involvedObject': {'kind': 'Pod', 'namespace': 'default', 'name': 'p'}}";
                    case "CronJob" -> "{'spec': {'schedule': '*/5 * * * *', 'jobTemplate': {'spec': {" + TEMPLATE
                            + "}}}}";
                    default -> "{}";
                });
    }

    private static void assertProblem(List<String> problems, String problem) {
        if (problem == null) {
            assertThat(problems).isEmpty();
        } else {
            assertThat(problems).contains(problem);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
                    apps/v1 Deployment | spec.replicas | 3 |
                    apps/v1 Deployment | spec.replicas | -1 | spec.replicas: Invalid value: -1: must be greater than or equal to 0
                    apps/v1 Deployment | spec.selector | {'matchLabels': {'a': 'x'}} | spec.template.metadata.labels: Invalid value: {"a":"b"}: `selector` does not match template `labels`
                    apps/v1 Deployment | spec.template.spec.restartPolicy | 'Never' | spec.template.spec.restartPolicy: Unsupported value: "Never": supported values: "Always"
                    apps/v1 Deployment | spec.strategy.rollingUpdate.maxSurge | 'x' | spec.strategy.rollingUpdate.maxSurge: Invalid value: "x": a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%',  or '93%', regex used for validation is '[0-9]+%')
                    apps/v1 Deployment | spec.progressDeadlineSeconds | 0 | spec.progressDeadlineSeconds: Invalid value: 0: must be greater than minReadySeconds
                    apps/v1 ReplicaSet | spec.selector | - | spec.selector: Required value
                    apps/v1 StatefulSet | spec.podManagementPolicy | 'Some' | spec.podManagementPolicy: Invalid value: "Some": must be 'OrderedReady' or 'Parallel'
                    apps/v1 DaemonSet | spec.template.spec.activeDeadlineSeconds | 5 | spec.template.spec.activeDeadlineSeconds: Forbidden: activeDeadlineSeconds in DaemonSet is not Supported
                    v1 Service | spec.ports | [] | spec.ports: Required value
                    v1 Service | spec.ports.0.port | 0 | spec.ports[0].port: Invalid value: 0: must be between 1 and 65535, inclusive
                    v1 Service | spec.ports.1 | {'port': 81, 'name': 'b'} | spec.ports[0].name: Required value
                    v1 Service | spec.sessionAffinity | 'Ours' | spec.sessionAffinity: Unsupported value: "Ours": supported values: "ClientIP", "None"
                    v1 ConfigMap | data.key | 'other' |
                    v1 ConfigMap | binaryData | {'key': 'YQ=='} | data[key]: Invalid value: "key": duplicate of key present in binaryData
                    v1 Secret | type | 'kubernetes.io/dockerconfigjson' | data[.dockerconfigjson]: Required value
                    v1 Namespace | metadata.labels | {'a b': 'c'} | metadata.labels: Invalid value: "a b": name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')
                    v1 Node | spec.taints | [{'key': 'k', 'effect': 'NoSchedule'}] |
                    v1 Node | spec.taints | [{'key': 'k'}] | metadata.taints[0].effect: Required value
                    v1 Node | spec.podCIDR | 'x' | spec.podCIDRs[0]: Invalid value: "x": must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)
                    v1 Event | involvedObject.namespace | 'other' | involvedObject.namespace: Invalid value: "other": does not match event.namespace
                    rbac.authorization.k8s.io/v1 Role | rules.0.verbs | [] | rules[0].verbs: Required value: verbs must contain at least one value
                    rbac.authorization.k8s.io/v1 Role | rules.0.nonResourceURLs | ['/x'] | rules[0].nonResourceURLs: Invalid value: ["/x"]: namespaced rules cannot apply to non-resource URLs
                    rbac.authorization.k8s.io/v1 ClusterRole | rules.0 | {'verbs': ['get'], 'nonResourceURLs': ['/x']} |
                    rbac.authorization.k8s.io/v1 RoleBinding | subjects.0.kind | 'Robot' | subjects[0].kind: Unsupported value: "Robot": supported values: "ServiceAccount", "User", "Group"
                    rbac.authorization.k8s.io/v1 ClusterRoleBinding | subjects.0.namespace | '' | subjects[0].namespace: Required value
                    rbac.authorization.k8s.io/v1 ClusterRoleBinding | roleRef.kind | 'Role' | roleRef.kind: Unsupported value: "Role": supported values: "ClusterRole"
                    discovery.k8s.io/v1 EndpointSlice | endpoints.0.addresses.0 | '::1' | endpoints[0].addresses[0]: Invalid value: "::1": must be an IPv4 address
                    discovery.k8s.io/v1 EndpointSlice | endpoints.0.addresses.0 | '127.0.0.1' | endpoints[0].addresses[0]: Invalid value: "127.0.0.1": may not be in the loopback range (127.0.0.0/8, ::1/128)
                    coordination.k8s.io/v1 Lease | spec.leaseDurationSeconds | 0 | spec.leaseDurationSeconds: Invalid value: 0: must be greater than 0
                    scheduling.k8s.io/v1 PriorityClass | value | 1000000001 | value: Forbidden: maximum allowed value of a user defined priority is 1000000000
                    scheduling.k8s.io/v1 PriorityClass | metadata.name | 'system-mine' | metadata.name: Forbidden: priority class names with 'system-' prefix are reserved for system use only. error: system-mine is not a known system priority class
                    batch/v1 CronJob | spec.jobTemplate.spec.template.spec.restartPolicy | 'Never' |
                    """)
    void judgesNewObjects(String kind, String path, String value, String problem) {
        assertProblem(sound(kind).with(path, value).problems(), problem);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
                    apps/v1 Deployment | spec.replicas | 7 |
                    apps/v1 Deployment | spec.selector.matchLabels.a | 'c' | spec.selector: Invalid value: {"matchLabels":{"a":"c"}}: field is immutable
                    v1 Service | spec.clusterIP | '10.0.0.2' | spec.clusterIPs[0]: Invalid value: ["10.0.0.2"]: may not change once set
                    v1 Node | spec.podCIDR | '10.2.0.0/24' | spec.podCIDRs: Forbidden: node updates may not change podCIDR except from "" to valid
                    v1 Secret | type | 'other' | type: Invalid value: "other": field is immutable
                    rbac.authorization.k8s.io/v1 RoleBinding | roleRef.name | 'x' | roleRef: Invalid value: {"APIGroup":"rbac.authorization.k8s.io","Kind":"Role","Name":"x"}: cannot change roleRef
                    scheduling.k8s.io/v1 PriorityClass | value | 11 | value: Forbidden: may not be changed in an update.
                    discovery.k8s.io/v1 EndpointSlice | addressType | 'IPv6' | addressType: Invalid value: "IPv6": field is immutable
                    v1 ConfigMap | metadata.name | 'other' | metadata.name: Invalid value: "other": field is immutable
                    """)
    void judgesChanges(String kind, String path, String value, String problem) {
        Draft old = sound(kind);
        assertProblem(old.with(path, value).problemsAfter(old, ""), problem);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    apps/v1 Deployment | spec.replicas | 2
                    apps/v1 Deployment | metadata.labels.x | 1
                    apps/v1 Deployment | status.replicas | 1
                    batch/v1 CronJob | spec.suspend | 2
                    discovery.k8s.io/v1 EndpointSlice | metadata.labels.x | 2
                    """)
    void countsGenerations(String kind, String path, long generation) {
        Draft old = sound(kind);
        var value = path.contains("labels") ? "'y'" : path.contains("suspend") ? "true" : "5";
        assertThat(old.with(path, value).updated(old, "").object("metadata").number("generation"))
                .isEqualTo(generation);
    }
}
