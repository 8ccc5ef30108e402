package dev.pilothouse.kinds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.api.tree.ObjectTree;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// All that clients are told of one mistake: no more and no less than upstream tells.
final class MessagesTest {
    private static final String SUBDOMAIN =
            "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";

    @Test
    void aDriverWithoutANameLacksOne() {
        assertThat(Draft.of("storage.k8s.io/v1 CSINode", "{'spec': {'drivers': [{'nodeID': 'i'}]}}")
                        .problems())
                .containsExactly("spec.drivers[0].name: Required value");
    }

    @Test
    void aPodHasASecondToEnd() {
        Draft pod = Draft.of(
                "v1 Pod",
                "{'spec': {'terminationGracePeriodSeconds': -5, 'containers': [{'name': 'c', 'image': 'i'}]}}");
        assertThat(pod.created().at("spec", "terminationGracePeriodSeconds").toString())
                .isEqualTo("1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
                    'os': {} | spec.os.name: Required value
                    'volumes': [{'name': 'v', 'csi': {}}] | spec.volumes[0].csi.driver: Required value
                    'securityContext': {'seccompProfile': {'type': 'RuntimeDefault', 'localhostProfile': 'p'}} | spec.securityContext.seccompProfile.localhostProfile: Invalid value: {"Type":"RuntimeDefault","LocalhostProfile":"p"}: can only be set when seccomp type is Localhost
                    'initContainers': [{'name': 'd', 'image': 'i', 'resizePolicy': [{'resourceName': 'cpu', 'restartPolicy': 'RestartContainer'}]}] | spec.initContainers[0].resizePolicy: Invalid value: "RestartContainer": must be 'NotRequired' when pod `restartPolicy` is 'Never'
                    """)
    void aPodHasOneFault(String field, String problem) {
        assertThat(Draft.of(
                                "v1 Pod",
                                "{'spec': {'restartPolicy': 'Never', 'containers': [{'name': 'c', 'image': 'i'}], "
                                        + field + "}}")
                        .problems())
                .containsExactly(problem);
    }

    private static Draft set(String fields) {
        return Draft.of(
                "apps/v1 StatefulSet",
                "{'spec': {'selector': {'matchLabels': {'a': 'b'}}, 'template': {'metadata': {'labels': {'a': 'b'}},"
                        + " 'spec': {'containers': [{'name': 'c', 'image': 'i'}]}}, " + fields + "}}");
    }

    @Test
    void aSetTellsOfItsClaimsFirstAndOfItsServicesNameLast() {
        assertThat(set("'replicas': -1, 'serviceName': 'A_', 'volumeClaimTemplates': [{'metadata': {'name': 'v'},"
                                + " 'spec': {'accessModes': ['ReadWriteOnce']}}]")
                        .problems())
                .hasSize(3)
                .satisfiesExactly(
                        first -> assertThat(first).startsWith("spec.volumeClaimTemplates[0].spec.resources[storage]"),
                        second -> assertThat(second).startsWith("spec.replicas"),
                        third -> assertThat(third)
                                .startsWith("spec.serviceName: Invalid value: \"A_\": a lowercase RFC 1123 label"));
    }

    @Test
    void aSetMayKeepLessThanNoRevisionsAndTheNameThatItHas() {
        assertThat(set("'revisionHistoryLimit': -1").problems()).isEmpty();
        Draft odd = set("'serviceName': 'A_'");
        assertThat(odd.with("spec.replicas", "2").problemsAfter(odd, "")).isEmpty();
    }

    @Test
    void anAttachmentOfNoVolumeHasNoNameEither() {
        assertThat(Draft.of(
                                "storage.k8s.io/v1 VolumeAttachment",
                                "{'spec': {'attacher': 'a', 'nodeName': 'n', 'source': {'persistentVolumeName': ''}}}")
                        .problems())
                .containsExactly(
                        "spec.source.persistentVolumeName: Required value: must specify non empty persistentVolumeName",
                        "spec.source.persistentVolumeName: Invalid value: \"\": " + SUBDOMAIN);
    }

    @Test
    void aRevisionHoldsAnObject() {
        assertThat(Draft.of("apps/v1 ControllerRevision", "{'data': 'x'}").problems())
                .containsExactly("data: Required value: data must be a valid JSON object");
    }

    @Test
    void aRevisionThatLosesItsDataHasChanged() {
        Draft revision = Draft.of("apps/v1 ControllerRevision", "{'data': {'a': 1}}");
        assertThat(revision.with("data", "-").problemsAfter(revision, ""))
                .containsExactly("data: Invalid value: null: field is immutable");
        assertThat(revision.with("data", "'x'").problemsAfter(revision, ""))
                .containsExactly("data: Invalid value: \"x\": field is immutable");
    }

    @Test
    void aClaimIsJudgedOnceWhenItChanges() {
        Draft claim = Draft.of(
                "v1 PersistentVolumeClaim",
                "{'spec': {'accessModes': ['ReadWriteOnce'], 'resources': {'requests': {'storage': '1Gi'}}}}");
        assertThat(claim.with("spec.resources.requests.storage", "'-1'").problemsAfter(claim, ""))
                .filteredOn(problem -> problem.startsWith("spec.resources[storage]"))
                .containsExactly("spec.resources[storage]: Invalid value: \"-1\": must be greater than zero");
    }

    @Test
    void aClassOfIngressesIsFoundToHaveChangedBeforeItIsJudged() {
        Draft ingresses = Draft.of("networking.k8s.io/v1 IngressClass", "{'spec': {'controller': 'a.b/c'}}");
        assertThat(ingresses.with("spec.controller", "'x'").problemsAfter(ingresses, ""))
                .containsExactly(
                        "spec.controller: Invalid value: \"x\": field is immutable",
                        "spec.controller: Invalid value: \"x\": must be a domain-prefixed path (such as \"acme.io/foo\")");
    }

    @ParameterizedTest
    @CsvSource({
        "a b, must start with slash",
        "/a //b, must not contain white-space",
        "/a//*b, must not contain double slash",
        "/a*, wildcard can only do suffix matching"
    })
    void aPathHasOneFault(String path, String fault) {
        assertThat(Draft.of(
                                "flowcontrol.apiserver.k8s.io/v1 FlowSchema",
                                "{'spec': {'priorityLevelConfiguration': {'name': 'x'}, 'rules': [{'subjects':"
                                        + " [{'kind': 'User', 'user': {'name': 'a'}}], 'nonResourceRules':"
                                        + " [{'verbs': ['get'], 'nonResourceURLs': ['" + path + "']}]}]}}")
                        .problems())
                .containsExactly("spec.rules[0].nonResourceRules[0].nonResourceURLs[0]: Invalid value: \"" + path
                        + "\": " + fault);
    }

    private static List<String> scaled(String replicas) {
        return Draft.of(
                        "autoscaling/v2 HorizontalPodAutoscaler",
                        "{'spec': {'scaleTargetRef': {'apiVersion': 'apps/v1', 'kind': 'Deployment', 'name': 'd'}, "
                                + replicas + "}}")
                .problems();
    }

    @Test
    void thereIsAtLeastOneReplica() {
        assertThat(scaled("'minReplicas': -2, 'maxReplicas': -1"))
                .contains("spec.maxReplicas: Invalid value: -1: must be greater than or equal to 1");
    }

    @Test
    void noReplicasNeedAMetricFromElsewhere() {
        assertThat(scaled("'minReplicas': 0, 'maxReplicas': 1"))
                .containsExactly(
                        "spec.minReplicas: Invalid value: 0: must be greater than or equal to 1",
                        "spec.metrics: Forbidden: must specify at least one Object or External metric to support scaling to zero replicas");
        assertThat(scaled("'minReplicas': 0, 'maxReplicas': 1, 'metrics': [{'type': 'External', 'external':"
                        + " {'metric': {'name': 'm'}, 'target': {'type': 'Value', 'value': '1'}}}]"))
                .containsExactly("spec.minReplicas: Invalid value: 0: must be greater than or equal to 1");
    }

    @Test
    void aNameElsewhereIsForServicesThatAreOne() {
        Draft service = Draft.of("v1 Service", "{'spec': {'externalName': 'a.b', 'ports': [{'port': 80}]}}");
        assertThat(service.strategy().warnings(service.created(), ObjectTree.EMPTY, ""))
                .containsExactly("spec.externalName is ignored when spec.type is not \"ExternalName\"");
    }

    @Test
    void anEmptyFamilyPolicyIsNone() {
        Draft service = Draft.of("v1 Service", "{'spec': {'ipFamilyPolicy': '', 'ports': [{'port': 80}]}}");
        assertThat(ServiceFamilies.of(service.defaulted().object("spec"), ObjectTree.EMPTY, List.of("IPv4"))
                        .errors())
                .extracting(Object::toString)
                .containsExactly(
                        "spec.ipFamilyPolicy: Unsupported value: \"\": supported values: \"PreferDualStack\", \"RequireDualStack\", \"SingleStack\"");
    }
}
