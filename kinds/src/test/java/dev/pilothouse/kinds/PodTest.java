package dev.pilothouse.kinds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PodTest {
    private static final Draft POD = Draft.of(
            "v1 Pod",
            """
            {'metadata': {'labels': {'app': 'web'}}, 'spec': {
              'tolerations': [{'key': 'a', 'operator': 'Exists'}],
              'activeDeadlineSeconds': 60,
              'volumes': [{'name': 'data', 'emptyDir': {}}],
              'containers': [{
                'name': 'web', 'image': 'registry.test/web:1',
                'ports': [{'containerPort': 80}],
                'resources': {'limits': {'cpu': '1'}},
                'livenessProbe': {'httpGet': {'port': 80}},
                'volumeMounts': [{'name': 'data', 'mountPath': '/data'}]}]}}""");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
                    restartPolicy | "Always"
                    dnsPolicy | "ClusterFirst"
                    schedulerName | "default-scheduler"
                    terminationGracePeriodSeconds | 30
                    enableServiceLinks | true
                    securityContext | {}
                    containers.0.imagePullPolicy | "IfNotPresent"
                    containers.0.terminationMessagePath | "/dev/termination-log"
                    containers.0.terminationMessagePolicy | "File"
                    containers.0.resources.requests.cpu | "1"
                    containers.0.ports.0.protocol | "TCP"
                    containers.0.livenessProbe.timeoutSeconds | 1
                    containers.0.livenessProbe.periodSeconds | 10
                    containers.0.livenessProbe.failureThreshold | 3
                    containers.0.livenessProbe.httpGet.path | "/"
                    containers.0.livenessProbe.httpGet.scheme | "HTTP"
                    """)
    void fillsIn(String path, String value) {
        assertThat(at(POD.defaulted().get("spec"), path)).isEqualTo(Draft.json(value));
    }

    private static Tree at(Tree tree, String path) {
        Tree at = tree;
        for (String step : path.split("\\.")) {
            at = Character.isDigit(step.charAt(0))
                    ? at.asList().get(Integer.parseInt(step))
                    : at.asObject().get(step);
        }
        return at;
    }

    @ParameterizedTest
    @CsvSource({
        "nginx, Always",
        "a--b/c__d.e, Always",
        "docker.io/nginx, Always",
        "[::1]:80/a, Always",
        "a:b:c, IfNotPresent",
        "nginx-, IfNotPresent",
        "-nginx, IfNotPresent",
        "a___b, IfNotPresent",
        "a..b, IfNotPresent",
        "a/, IfNotPresent",
        "/a, IfNotPresent",
        "a//b, IfNotPresent",
        "a-/b, IfNotPresent",
        "http://a/b, IfNotPresent",
        "a.b:x/c, IfNotPresent",
        "Nginx, IfNotPresent",
        "nginx:latest@x, IfNotPresent",
        "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef, IfNotPresent",
        "nginx:latest, Always",
        "nginx:1.27, IfNotPresent",
        "registry.test:5000/nginx, Always",
        "registry.test:5000/nginx:1, IfNotPresent",
        "nginx@sha256:0123456789012345678901234567890123456789012345678901234567890123, IfNotPresent",
    })
    void pullsWhatMayHaveMoved(String image, String policy) {
        ObjectTree pod = POD.with("spec.containers.0.image", "'" + image + "'").defaulted();
        assertThat(at(pod, "spec.containers.0.imagePullPolicy").asText()).isEqualTo(policy);
    }

    @Test
    void repeatsContainerPortsOnTheHostsNetwork() {
        ObjectTree pod = POD.with("spec.hostNetwork", "true").defaulted();
        assertThat(at(pod, "spec.containers.0.ports.0.hostPort").asLong()).isEqualTo(80);
    }

    @Test
    void isPendingWhenCreated() {
        ObjectTree status = POD.with("status", "{'phase': 'Running'}").created().object("status");
        assertThat(status.text("phase")).isEqualTo("Pending");
        assertThat(status.text("qosClass")).isEqualTo("Burstable");
    }

    @Test
    void saysSinceWhenItWaitsAtAGate() {
        ObjectTree pod = POD.with("spec.schedulingGates", "[{'name': 'a.test/b'}]").created();
        assertThat(at(pod, "status.conditions.0.lastTransitionTime").asText()).isEqualTo("2026-03-01T12:00:00Z");
    }

    @Test
    void isSound() {
        assertThat(POD.problems()).isEmpty();
        assertThat(POD.problemsAfter(POD, "")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
                    spec.containers | [] | spec.containers: Required value
                    spec.containers.0.name | - | spec.containers[0].name: Required value
                    spec.containers.0.image | - | spec.containers[0].image: Required value
                    spec.restartPolicy | 'Now' | spec.restartPolicy: Unsupported value: "Now": supported values: "Always", "OnFailure", "Never"
                    spec.containers.0.ports.0.containerPort | 70000 | spec.containers[0].ports[0].containerPort: Invalid value: 70000: must be between 1 and 65535, inclusive
                    spec.containers.0.volumeMounts.0.name | 'other' | spec.containers[0].volumeMounts[0].name: Not found: "other"
                    spec.containers.0.resources.requests | {'cpu': '2'} | spec.containers[0].resources.requests: Invalid value: "2": must be less than or equal to cpu limit of 1
                    spec.containers.1 | {'name': 'web', 'image': 'b'} | spec.containers[1].name: Duplicate value: "web"
                    spec.dnsPolicy | 'x' | spec.dnsPolicy: Unsupported value: "x": supported values: "ClusterFirstWithHostNet", "ClusterFirst", "Default", "None"
                    spec.containers.0.terminationMessagePolicy | 'x' | spec.containers[0].terminationMessagePolicy: Unsupported value: "x": supported values: "File", "FallbackToLogsOnError"
                    spec.activeDeadlineSeconds | 0 | spec.activeDeadlineSeconds: Invalid value: 0: must be between 1 and 2147483647, inclusive
                    spec.tolerations.0.key | '' |
                    spec.tolerations.0.value | 'x' | spec.tolerations[0].operator: Invalid value: "x": value must be empty when `operator` is 'Exists'
                    spec.ephemeralContainers | [{'name': 'd', 'image': 'i'}] | spec.ephemeralContainers: Forbidden: cannot be set on create
                    """)
    void refusesANewOne(String path, String value, String problem) {
        var problems = POD.with(path, value).problems();
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
                    spec.containers.0.image | 'registry.test/web:2' |
                    spec.activeDeadlineSeconds | 30 |
                    spec.activeDeadlineSeconds | 61 | spec.activeDeadlineSeconds: Invalid value: 61: must be less than or equal to previous value
                    spec.tolerations.1 | {'key': 'b', 'operator': 'Exists'} |
                    spec.tolerations.0.key | 'b' | spec.tolerations: Forbidden: existing toleration can not be modified except its tolerationSeconds
                    spec.containers.1 | {'name': 'b', 'image': 'b'} | spec.containers: Forbidden: pod updates may not add or remove containers
                    metadata.labels.app | 'other' |
                    """)
    void changes(String path, String value, String problem) {
        var problems = POD.with(path, value).problemsAfter(POD, "");
        if (problem == null) {
            assertThat(problems).isEmpty();
        } else {
            assertThat(problems).containsExactly(problem);
        }
    }

    @Test
    void showsWhatMayNotChange() {
        assertThat(POD.with("spec.hostname", "'other'").problemsAfter(POD, ""))
                .singleElement()
                .asString()
                .startsWith("spec: Forbidden: pod updates may not change fields other than")
                .contains("+ \"Hostname\": \"other\",\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
                    {'phase': 'Running', 'podIPs': [{'ip': '10.0.0.1'}]} |
                    {'podIPs': [{'ip': 'bad'}]} | status.podIPs[0]: Invalid value: "bad": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)
                    {'qosClass': 'Guaranteed'} | status.qosClass: Invalid value: "Guaranteed": field is immutable
                    """)
    void takesAStatus(String status, String problem) {
        var problems = POD.with("status", status).problemsAfter(POD, "status");
        if (problem == null) {
            assertThat(problems).isEmpty();
        } else {
            assertThat(problems).containsExactly(problem);
        }
    }

    @Test
    void keepsItsSpecWhenTheStatusIsWritten() {
        Draft next = POD.with("status", "{'podIP': '10.0.0.1'}").with("spec.nodeName", "'other'");
        ObjectTree stored = next.updated(POD, "status");
        assertThat(stored.object("spec").has("nodeName")).isFalse();
        assertThat(stored.object("status").text("qosClass")).isEqualTo("Burstable");
        assertThat(at(stored, "status.podIPs.0.ip").asText()).isEqualTo("10.0.0.1");
    }

    @Test
    void takesContainersToLookInside() {
        Draft next = POD.with("spec.ephemeralContainers", "[{'name': 'look', 'image': 'tools'}]");
        assertThat(next.problemsAfter(POD, "ephemeralcontainers")).isEmpty();
        ObjectTree stored = next.with("metadata.labels.app", "'other'").updated(POD, "ephemeralcontainers");
        assertThat(stored.object("spec").list("ephemeralContainers").size()).isOne();
        assertThat(stored.object("metadata").number("generation")).isEqualTo(2);
        assertThat(at(stored, "metadata.labels.app").asText()).isEqualTo("web");
    }

    @Test
    void isResizedButNotUnlimited() {
        Draft more = POD.with("spec.containers.0.resources", "{'limits': {'cpu': '2'}, 'requests': {'cpu': '1'}}");
        assertThat(more.problemsAfter(POD, "resize")).isEmpty();
        assertThat(POD.with("spec.containers.0.resources", "{'requests': {'cpu': '1'}}").problemsAfter(POD, "resize"))
                .containsExactly("spec.containers[0].resources.limits: Forbidden: resource limits cannot be removed");
    }

    @Test
    void goesAtOnceWhenNobodyRunsIt() {
        Kind kind = POD.strategy().kind();
        ObjectTree pod = POD.created();
        assertThat(kind.gracePeriodSeconds(pod, OptionalLong.of(5))).hasValue(0);
        ObjectTree bound = pod.withAt(Tree.of("n1"), "spec", "nodeName");
        assertThat(kind.gracePeriodSeconds(bound, OptionalLong.empty())).hasValue(30);
        assertThat(kind.gracePeriodSeconds(bound, OptionalLong.of(5))).hasValue(5);
    }

    @Test
    void aStatusKeepsTheObservedGenerationsThatItDoesNotName() {
        Draft reported = new Draft(
                POD.strategy(),
                POD.created().with("status", Draft.json("{'observedGeneration': 3, 'conditions': [{'type': 'Ready', 'status': 'True', 'observedGeneration': 2}]}")));
        ObjectTree next = POD.strategy().prepareUpdate(
                reported.object().with("status", Draft.json("{'conditions': [{'type': 'Ready', 'status': 'False'}, {'type': 'Initialized', 'status': 'True'}]}")),
                reported.object(), "status", Draft.WRITE);
        assertThat(next.object("status").number("observedGeneration")).isEqualTo(3);
        var conditions = next.object("status").list("conditions").objects();
        assertThat(conditions.getFirst().number("observedGeneration")).isEqualTo(2);
        assertThat(conditions.getLast().has("observedGeneration")).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
                    spec.containers.0.resources | {'limits': {'cpu': '2'}, 'requests': {'cpu': '1'}} |
                    spec.containers.0.resources | {'limits': {'cpu': '1', 'ephemeral-storage': '1'}, 'requests': {'cpu': '1', 'ephemeral-storage': '1'}} | spec: Forbidden: only cpu and memory resources are mutable
                    spec.containers.0.resources | {'requests': {'cpu': '1'}} | spec.containers[0].resources.limits: Forbidden: resource limits cannot be removed
                    spec.containers.0.resizePolicy | [{'resourceName': 'cpu', 'restartPolicy': 'NotRequired'}] | spec: Forbidden: only cpu and memory resources are mutable
                    spec.containers.0.name | 'other' | spec.containers[0].name: Forbidden: containers may not be renamed or reordered on resize
                    spec.containers.1 | {'name': 'b', 'image': 'i'} | spec.containers: Forbidden: containers may not be added or removed on resize
                    spec.initContainers | [{'name': 'b', 'image': 'i'}] | spec.initContainers: Forbidden: initContainers may not be added or removed on resize
                    spec.resources | {'limits': {'cpu': '2'}, 'requests': {'cpu': '1'}} |
                    """)
    void isResizedInWhatItMayUse(String path, String value, String problem) {
        var problems = POD.with(path, value).problemsAfter(POD, "resize");
        if (problem == null) {
            assertThat(problems).isEmpty();
        } else {
            assertThat(problems).contains(problem);
        }
    }

    @Test
    void isResizedInItsFirstContainersToo() {
        Draft pod = POD.with("spec.initContainers", "[{'name': 'first', 'image': 'i', 'resources': {'limits': {'cpu': '1'}}}]");
        assertThat(pod.with("spec.initContainers.0.resources.limits.cpu", "'2'").with("spec.initContainers.0.resources.requests", "{'cpu': '1'}").problemsAfter(pod, "resize")).isEmpty();
    }

    @Test
    void isResizedWhereItsNodeCan() {
        ObjectTree old = POD.created().withAt(
                Draft.json("[{'name': 'web', 'state': {'running': {}}}]"), "status", "containerStatuses");
        ObjectTree more = POD.with("spec.containers.0.resources.limits.cpu", "'2'").created();
        ObjectTree next = POD.strategy().prepareUpdate(more.with("metadata", old.get("metadata")), old, "resize", Draft.WRITE);
        assertThat(POD.strategy().validateUpdate(next, old, "resize"))
                .extracting(Object::toString)
                .contains("spec: Forbidden: Pod running on node without support for resize");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
                    spec.schedulingGroup | {'podGroupName': 'g'} | schedulingGroup
                    spec.containers.0.lifecycle | {'stopSignal': 'SIGUSR1'} | containers.0.lifecycle
                    spec.volumes.1 | {'name': 'v', 'projected': {'sources': [{'clusterTrustBundle': {'name': 'a', 'path': 'p'}}]}} | volumes.1.projected.sources.0.clusterTrustBundle
                    spec.volumes.1 | {'name': 'v', 'projected': {'sources': [{'podCertificate': {'signerName': 'a.b/c', 'keyType': 'ED25519', 'keyPath': 'p'}}]}} | volumes.1.projected.sources.0.podCertificate
                    """)
    void losesWhatBelongsToFeaturesThatAreOff(String path, String value, String field) {
        Draft pod = POD.with(path, value);
        assertThat(at(pod.created().get("spec"), field).isNull()).isTrue();
        // What has used the feature before goes on.
        ObjectTree before = pod.defaulted();
        ObjectTree after = pod.strategy().prepareUpdate(before, before, "", Draft.WRITE);
        assertThat(at(after.get("spec"), field).isNull()).isFalse();
    }

    @Test
    void keepsTheRestOfALifecycle() {
        ObjectTree pod = POD.with(
                        "spec.containers.0.lifecycle", "{'stopSignal': 'SIGUSR1', 'preStop': {'sleep': {'seconds': 1}}}")
                .created();
        assertThat(at(pod.get("spec"), "containers.0.lifecycle.preStop.sleep.seconds").asLong()).isEqualTo(1);
        assertThat(at(pod.get("spec"), "containers.0.lifecycle.stopSignal").isNull()).isTrue();
    }

    @Test
    void labelsVolumesInNoNewWay() {
        Draft mounted = POD.with("spec.securityContext", "{'seLinuxChangePolicy': 'MountOption'}");
        assertThat(mounted.problems())
                .containsExactly("spec.securityContext.seLinuxChangePolicy: Unsupported value: \"MountOption\": supported"
                        + " values: \"Recursive\"");
        assertThat(mounted.problemsAfter(mounted, "")).isEmpty();
    }
}
