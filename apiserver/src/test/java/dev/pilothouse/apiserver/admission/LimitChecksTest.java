package dev.pilothouse.apiserver.admission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.yaml.MalformedYaml;
import dev.pilothouse.api.yaml.Yaml;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LimitChecksTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {type: Container, min: {cpu: '1'}} | {} | minimum cpu usage per Container is 1.  No request is specified
            {type: Container, max: {cpu: '1'}} | {} | maximum cpu usage per Container is 1.  No limit is specified
            {type: Container, max: {memory: 1Gi}} | {limits: {memory: 1025Mi}} | maximum memory usage per Container is 1Gi, but limit is 1025Mi
            {type: Container, maxLimitRequestRatio: {cpu: '2'}} | {limits: {cpu: '1'}} | cpu max limit to request ratio per Container is 2, but no request is specified or request is 0
            {type: Container, maxLimitRequestRatio: {cpu: '2'}} | {requests: {cpu: 400m}, limits: {cpu: '1'}} | cpu max limit to request ratio per Container is 2, but provided ratio is 2.500000
            """)
    void aContainerIsHeldToEveryBound(String limit, String resources, String problem) throws MalformedYaml {
        ObjectTree pod = yaml("spec: {containers: [{name: c, resources: " + resources + "}]}");
        assertThat(LimitChecks.ofPod(yaml(limit), pod)).containsExactly(problem);
    }

    @Test
    void aPodAsksForWhatRunsTogetherAndAtLeastForWhatStartsIt() throws MalformedYaml {
        ObjectTree limit = yaml("{type: Pod, max: {cpu: '3'}}");
        String one = "{resources: {limits: {cpu: '1'}}}";
        assertThat(LimitChecks.ofPod(limit, yaml("spec: {containers: [" + one + ", " + one + ", " + one + "]}"))).isEmpty();
        assertThat(LimitChecks.ofPod(limit, yaml("spec: {containers: [" + one + "], initContainers: ["
                        + "{restartPolicy: Always, resources: {limits: {cpu: '1'}}}, {resources: {limits: {cpu: 2500m}}}]}")))
                .containsExactly("maximum cpu usage per Pod is 3, but limit is 3500m");
    }

    @Test
    void aClaimIsHeldToWhatItRequests() throws MalformedYaml {
        ObjectTree limit = yaml("{type: PersistentVolumeClaim, min: {storage: 1Gi}, max: {storage: 5Gi}}");
        assertThat(LimitChecks.ofClaim(limit, yaml("spec: {resources: {requests: {storage: 6Gi}}}")))
                .containsExactly("maximum storage usage per PersistentVolumeClaim is 5Gi, but request is 6Gi");
        assertThat(LimitChecks.ofClaim(limit, yaml("spec: {resources: {requests: {storage: 2Gi}}}"))).isEmpty();
    }

    private static ObjectTree yaml(String text) throws MalformedYaml {
        return Yaml.parse(text).asObject();
    }
}
