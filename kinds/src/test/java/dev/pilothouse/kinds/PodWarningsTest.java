package dev.pilothouse.kinds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What is told to those who make pods, and kinds that make pods.
final class PodWarningsTest {
    private static final Draft POD = Draft.of("v1 Pod", "{'spec': {'containers': [{'name': 'web', 'image': 'i'}]}}");

    private static List<String> told(Draft draft) {
        return draft.strategy().warnings(draft.created(), ObjectTree.EMPTY, "");
    }

    private static Draft named(Draft draft, String name) {
        return new Draft(draft.strategy(), draft.object().withAt(Tree.of(name), "metadata", "name"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
                    spec.nodeSelector | {'beta.kubernetes.io/os': 'linux'} | spec.nodeSelector[beta.kubernetes.io/os]: deprecated since v1.14; use "kubernetes.io/os" instead
                    spec.nodeSelector | {'kubernetes.io/os': 'linux'} |
                    spec.affinity | {'nodeAffinity': {'requiredDuringSchedulingIgnoredDuringExecution': {'nodeSelectorTerms': [{'matchExpressions': [{'key': 'failure-domain.beta.kubernetes.io/zone', 'operator': 'Exists'}]}]}}} | spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0].matchExpressions[0].key: failure-domain.beta.kubernetes.io/zone is deprecated since v1.17; use "topology.kubernetes.io/zone" instead
                    spec.affinity | {'podAffinity': {'requiredDuringSchedulingIgnoredDuringExecution': [{'topologyKey': 'k'}]}} | spec.affinity.podAffinity.requiredDuringSchedulingIgnoredDuringExecution[0].labelSelector: a null labelSelector results in matching no pod
                    spec.affinity | {'podAffinity': {'requiredDuringSchedulingIgnoredDuringExecution': [{'topologyKey': 'k', 'labelSelector': {}}]}} |
                    spec.topologySpreadConstraints | [{'topologyKey': 'k', 'maxSkew': 1, 'whenUnsatisfiable': 'DoNotSchedule'}] | spec.topologySpreadConstraints[0].labelSelector: a null labelSelector results in matching no pod
                    metadata.annotations | {'scheduler.alpha.kubernetes.io/critical-pod': ''} | metadata.annotations[scheduler.alpha.kubernetes.io/critical-pod]: non-functional in v1.16+; use the "priorityClassName" field instead
                    metadata.annotations | {'seccomp.security.alpha.kubernetes.io/pod': 'unconfined'} | metadata.annotations[seccomp.security.alpha.kubernetes.io/pod]: non-functional in v1.27+; use the "seccompProfile" field instead
                    metadata.annotations | {'container.seccomp.security.alpha.kubernetes.io/other': 'unconfined'} |
                    spec.volumes | [{'name': 'v', 'gitRepo': {'repository': 'r'}}] | spec.volumes[0].gitRepo: deprecated in v1.11, and disabled by default in v1.33+
                    spec.volumes | [{'name': 'v', 'storageos': {'volumeName': 'a'}}] | spec.volumes[0].storageOS: deprecated in v1.22, non-functional in v1.25+
                    spec.volumes | [{'name': 'v', 'ephemeral': {'volumeClaimTemplate': {'spec': {'resources': {'requests': {'storage': '200m'}}}}}}] | spec.volumes[0].ephemeral.volumeClaimTemplate.spec.resources.requests[storage]: fractional byte value "200m" is invalid, must be an integer
                    spec.volumes | [{'name': 'v', 'configMap': {'name': 'c', 'items': [{'key': 'a', 'path': 'd/f/'}, {'key': 'b', 'path': 'd'}]}}] | volume "v" (ConfigMap "c"): overlapping paths: "d" with "d/f"
                    spec.volumes | [{'name': 'v', 'secret': {'secretName': 's', 'items': [{'key': 'a', 'path': 'd'}, {'key': 'b', 'path': 'de'}]}}] |
                    spec.volumes | [{'name': 'v', 'projected': {'sources': [{'secret': {'name': 's', 'items': [{'key': 'a', 'path': 'd'}]}}, {'serviceAccountToken': {'path': 'd'}}]}}] | volume "v" (Projected): overlapping paths: "d" (ServiceAccountToken) with "d" (Secret "s")
                    spec.volumes | [{'name': 'v', 'projected': {'sources': [{}]}}] | volume "v" (Projected) has no sources provided
                    spec.hostAliases | [{'ip': '192.0.2.1'}, {'ip': '192.0.2.1'}] | spec.hostAliases[1].ip: duplicate ip "192.0.2.1"
                    spec.hostAliases | [{'ip': '192.0.2.01'}] | spec.hostAliases[0].ip: non-standard IP address "192.0.2.01" will be considered invalid in a future Kubernetes release: use "192.0.2.1"
                    spec.hostAliases | [{'ip': '::ffff:192.0.2.1'}] | spec.hostAliases[0].ip: non-standard IP address "::ffff:192.0.2.1" will be considered invalid in a future Kubernetes release: use "192.0.2.1"
                    spec.dnsConfig | {'nameservers': ['2001:DB8::0001']} | spec.dnsConfig.nameservers[0]: IPv6 address "2001:DB8::0001" should be in RFC 5952 canonical format ("2001:db8::1")
                    spec.dnsConfig | {'nameservers': ['2001:db8::1', '192.0.2.10']} |
                    spec.imagePullSecrets | [{'name': 'a'}, {'name': 'a'}] | spec.imagePullSecrets[1].name: duplicate name "a"
                    spec.imagePullSecrets | [{'name': ''}] | spec.imagePullSecrets[0].name: invalid empty name ""
                    spec.containers.0.resources | {'requests': {'memory': '1500m'}} | spec.containers[0].resources.requests[memory]: fractional byte value "1500m" is invalid, must be an integer
                    spec.containers.0.resources | {'requests': {'cpu': '1500m'}} |
                    spec.containers.0.env | [{'name': 'A', 'value': '1'}, {'name': 'A', 'value': '2'}] | spec.containers[0].env[1]: hides previous definition of "A", which may be dropped when using apply
                    spec.containers.0.env | [{'name': 'A', 'value': '1'}, {'name': 'A', 'value': '$(A)'}] | spec.containers[0].env[1]: hides previous definition of "A", which may be dropped when using apply
                    spec.containers.0.env | [{'name': 'A', 'value': '1'}, {'name': 'A', 'value': '$(A)2'}] |
                    spec.containers.0.ports | [{'containerPort': 80, 'hostIP': '192.0.2.1'}] | spec.containers[0].ports[0]: hostIP set without hostPort: {Name: HostPort:0 ContainerPort:80 Protocol:TCP HostIP:192.0.2.1}
                    spec.containers.0.ports | [{'containerPort': 80}, {'containerPort': 80}] | spec.containers[0].ports[1]: duplicate port definition with spec.containers[0].ports[0]
                    spec.containers.0.ports | [{'containerPort': 80}, {'containerPort': 80, 'hostPort': 81}] | spec.containers[0].ports[1]: overlapping port definition with spec.containers[0].ports[0]
                    spec.containers.0.ports | [{'containerPort': 80, 'hostPort': 81}, {'containerPort': 80, 'hostPort': 81, 'hostIP': '192.0.2.1'}] | spec.containers[0].ports[1]: dangerously ambiguous port definition with spec.containers[0].ports[0]
                    spec.containers.0.ports | [{'containerPort': 80}, {'containerPort': 80, 'protocol': 'UDP'}] |
                    spec.containers.1 | {'name': 'b', 'image': 'i', 'ports': [{'containerPort': 80, 'name': 'p'}, {'containerPort': 81, 'name': 'p'}]} | spec.containers[1].ports[1]: duplicate port name "p" with spec.containers[1].ports[0], services and probes that select ports by name will use spec.containers[1].ports[0]
                    spec.terminationGracePeriodSeconds | -1 |
                    """)
    void aPodThatSaysSomethingInVain(String path, String value, String warning) {
        if (warning == null) {
            assertThat(told(POD.with(path, value))).isEmpty();
        } else {
            assertThat(told(POD.with(path, value))).containsExactly(warning);
        }
    }

    @Test
    void onlyNewPodsAreLookedAt() {
        ObjectTree odd = POD.with("spec.containers.0.resources", "{'requests': {'memory': '1500m'}}")
                .created();
        assertThat(POD.strategy().warnings(odd, POD.created(), "")).isEmpty();
        ObjectTree reported = POD.created().withAt(Draft.json("[{'ip': '010.0.0.1'}]"), "status", "podIPs");
        assertThat(POD.strategy().warnings(reported, POD.created(), "status")).singleElement().asString()
                .startsWith("status.podIPs[0].ip: non-standard IP address \"010.0.0.1\"");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = PodTemplatesTest.KINDS)
    void kindsThatMakePods(String kind, String fields, String template, boolean names) {
        Draft sound = Draft.of(kind, fields.formatted(PodTemplatesTest.TEMPLATE));
        assertThat(told(sound)).isEmpty();
        Draft odd = sound.with(template + ".spec.terminationGracePeriodSeconds", "-1");
        String warning = template + ".spec.terminationGracePeriodSeconds: must be >= 0; negative values are invalid and"
                + " will be treated as 1";
        assertThat(told(odd)).containsExactly(warning);
        // Told when something changes, and not with each later write.
        ObjectTree changed = odd.updated(sound, "");
        assertThat(odd.strategy().warnings(changed, sound.created(), "")).containsExactly(warning);
        assertThat(odd.strategy().warnings(changed, changed, "")).isEmpty();
        assertThat(told(named(sound, "a.b")).stream().filter(told -> told.startsWith("metadata.name: this is used in Pod names")))
                .hasSize(names ? 1 : 0);
        Draft profiled = sound.with(
                template + ".metadata.annotations",
                "{'container.apparmor.security.beta.kubernetes.io/web': 'unconfined'}");
        assertThat(told(profiled))
                .containsExactly(template
                        + ".metadata.annotations[container.apparmor.security.beta.kubernetes.io/web]: deprecated since v1.30;"
                        + " use the \"appArmorProfile\" field instead");
    }

    @Test
    void aJobOfTooMany() {
        Draft job = Draft.of("batch/v1 Job", "{'spec': {'completionMode': 'Indexed', 'template': %s}}".formatted(PodTemplatesTest.TEMPLATE))
                .with("spec.completions", "100001")
                .with("spec.parallelism", "10001");
        assertThat(told(job)).singleElement().asString().startsWith("spec: In Indexed Jobs with a number of completions");
        assertThat(told(job.with("spec.parallelism", "10000"))).isEmpty();
    }

    @Test
    void aStatefulSetThatKeepsEveryRevision() {
        Draft set = Draft.of(
                "apps/v1 StatefulSet",
                "{'spec': {'selector': {'matchLabels': {'a': 'b'}}, 'template': %s}}".formatted(PodTemplatesTest.TEMPLATE));
        assertThat(told(set.with("spec.revisionHistoryLimit", "-1")))
                .containsExactly(
                        "spec.revisionHistoryLimit: a negative value retains all historical revisions; a value >= 0 is recommended");
        Draft claiming = set.with(
                "spec.volumeClaimTemplates",
                "[{'metadata': {'name': 'd'}, 'spec': {'resources': {'requests': {'storage': '1m'}}}}]");
        assertThat(told(claiming))
                .containsExactly(
                        "spec.volumeClaimTemplates[0].resources.requests[storage]: fractional byte value \"1m\" is invalid, must be an integer");
        assertThat(set.strategy().warnings(claiming.created(), claiming.created(), ""))
                .containsExactly(
                        "spec.volumeClaimTemplates[0].Spec.resources.requests[storage]: fractional byte value \"1m\" is invalid, must be an integer");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
                    unconfined | {'type': 'Unconfined'} | 1
                    runtime/default | {'type': 'RuntimeDefault'} | 1
                    localhost/k8s | {'localhostProfile': 'k8s', 'type': 'Localhost'} | 1
                    localhost/ | null | 1
                    other | null | 1
                    """)
    void aProfileThatOnlyAnAnnotationNames(String annotation, String profile, int warnings) {
        Draft pod = POD.with(
                "metadata.annotations", "{'container.apparmor.security.beta.kubernetes.io/web': '" + annotation + "'}");
        Tree field = pod.created().object("spec").list("containers").get(0).asObject()
                .at("securityContext", "appArmorProfile");
        assertThat(field.isNull() ? Draft.json("null") : field).isEqualTo(Draft.json(profile));
        assertThat(pod.strategy().kind().warningsOfSent(pod.defaulted())).hasSize(warnings);
        assertThat(pod.strategy().kind().warningsOfSent(pod.created())).hasSize(profile.equals("null") ? 1 : 0);
    }

    @Test
    void aProfileThatThePodHasAlready() {
        Draft pod = POD.with(
                        "metadata.annotations", "{'container.apparmor.security.beta.kubernetes.io/web': 'unconfined'}")
                .with("spec.securityContext", "{'appArmorProfile': {'type': 'Unconfined'}}");
        assertThat(pod.created().object("spec").list("containers").get(0).asObject().has("securityContext")).isFalse();
        assertThat(pod.strategy().kind().warningsOfSent(pod.defaulted())).isEmpty();
        assertThat(pod.with("spec.os", "{'name': 'windows'}").created().object("spec").list("containers").get(0)
                .asObject().has("securityContext")).isFalse();
    }
}
