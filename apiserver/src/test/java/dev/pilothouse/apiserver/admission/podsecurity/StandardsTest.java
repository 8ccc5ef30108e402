package dev.pilothouse.apiserver.admission.podsecurity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.yaml.MalformedYaml;
import dev.pilothouse.api.yaml.Yaml;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class StandardsTest {
    private static final String HARDENED = "securityContext: {runAsNonRoot: true, seccompProfile: {type: RuntimeDefault}}";
    private static final String CONTAINER =
            "{name: c, securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}}";

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            hostPID: true | host namespaces (hostPID=true)
            containers: [{name: a, ports: [{hostPort: 9}, {hostPort: 10}]}] | hostPort (container "a" uses hostPorts 10, 9)
            containers: [{name: a, securityContext: {procMount: Unmasked}}] | procMount (container "a" must not set securityContext.procMount to "Unmasked")
            securityContext: {sysctls: [{name: kernel.msgmax}, {name: net.ipv4.tcp_rmem}]} | forbidden sysctls (kernel.msgmax)
            securityContext: {windowsOptions: {hostProcess: true}} | hostProcess (pod must not set securityContext.windowsOptions.hostProcess=true)
            securityContext: {seLinuxOptions: {type: container_engine_t, role: r}} | seLinuxOptions (pod set forbidden securityContext.seLinuxOptions: role may not be set)
            securityContext: {seccompProfile: {type: Unconfined}} | seccompProfile (pod must not set securityContext.seccompProfile.type to "Unconfined")
            volumes: [{name: a, hostPath: {path: /}}, {name: b, hostPath: {path: /}}] | hostPath volumes (volumes "a", "b")
            ephemeralContainers: [{name: e, securityContext: {privileged: true}}] | privileged (container "e" must not set securityContext.privileged=true)
            initContainers: [{name: i, lifecycle: {preStop: {tcpSocket: {host: h}}}}] | probe or lifecycle host (container "i" uses probe or lifecycle host "h")
            """)
    void baselineForbids(String spec, String violation) throws MalformedYaml {
        assertThat(said("baseline", LevelVersion.LATEST, spec)).isEqualTo(violation);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            securityContext: {runAsNonRoot: false, runAsUser: 0, seccompProfile: {type: Localhost}} | runAsNonRoot != true (pod must not set securityContext.runAsNonRoot=false), runAsUser=0 (pod must not set runAsUser=0)
            volumes: [{name: a, nfs: {}}, {name: b, secret: {}}, {name: d}] | restricted volume types (volumes "a", "d" use restricted volume types "nfs", "unknown")
            """)
    void restrictedForbidsMore(String part, String violation) throws MalformedYaml {
        String spec = "containers: [" + CONTAINER + "]\n" + (part.startsWith("securityContext") ? part : part + "\n" + HARDENED);
        assertThat(said("restricted", LevelVersion.LATEST, spec)).isEqualTo(violation);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            baseline   | 33 | containers: [{name: a, livenessProbe: {httpGet: {host: h}}}]
            baseline   | 99 | securityContext: {sysctls: [{name: net.ipv4.tcp_rmem}]}
            baseline   | 35 | {hostUsers: false, containers: [{name: a, securityContext: {procMount: Unmasked}}]}
            restricted | 7  | {containers: [{name: a}], securityContext: {runAsNonRoot: true}}
            restricted | 25 | {os: {name: windows}, containers: [{name: a}], securityContext: {runAsNonRoot: true}}
            privileged | 36 | {hostNetwork: true, containers: [{name: a, securityContext: {privileged: true}}]}
            """)
    void aReleaseAllowsWhatItAllowedThen(String level, int minor, String spec) throws MalformedYaml {
        assertThat(said(level, minor, spec)).isEmpty();
    }

    @Test
    void theNewestReleaseForbidsWhatOlderOnesAllowed() throws MalformedYaml {
        assertThat(said("baseline", 31, "securityContext: {sysctls: [{name: net.ipv4.tcp_rmem}]}"))
                .isEqualTo("forbidden sysctls (net.ipv4.tcp_rmem)");
        assertThat(said("restricted", 24, "{os: {name: windows}, containers: [{name: a}], " + HARDENED + "}"))
                .startsWith("allowPrivilegeEscalation != false");
    }

    @Test
    void warningsFollowTheLevelThatIsEnforcedUnlessAskedForOtherwise() throws MalformedYaml {
        Policy enforced = policy("enforce: restricted", "enforce-version: v1.30");
        assertThat(enforced.warn()).hasToString("restricted:v1.30");
        assertThat(policy("enforce: restricted", "warn: privileged").warn()).hasToString("privileged:latest");
        assertThat(policy("enforce: baseline", "warn-version: v1.3").warn()).hasToString("baseline:v1.3");
    }

    @Test
    void anUnreadableLabelIsAnErrorAndTheStrictestLevelForPodsOnly() throws MalformedYaml {
        Policy policy = policy("enforce: strict", "warn: loud", "audit-version: '1.30'");
        assertThat(policy.errors()).hasSize(3);
        assertThat(policy.enforce().level()).isEqualTo(Level.RESTRICTED);
        assertThat(policy.isSilent()).isTrue();
    }

    private static String said(String level, int minor, String spec) throws MalformedYaml {
        LevelVersion asked = new LevelVersion(Level.of(level).orElseThrow(), minor);
        PodShape pod = new PodShape(ObjectTree.EMPTY, Yaml.parse(spec).asObject());
        return Violation.described(Standards.violations(asked, pod));
    }

    private static Policy policy(String... labels) throws MalformedYaml {
        StringBuilder yaml = new StringBuilder("metadata:\n  labels:\n");
        for (String label : labels) {
            yaml.append("    pod-security.kubernetes.io/").append(label).append('\n');
        }
        return Policy.of(Yaml.parse(yaml.toString()).asObject());
    }
}
