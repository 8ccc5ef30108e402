package dev.pilothouse.controllers.horizontalpodautoscaler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.yaml.MalformedYaml;
import dev.pilothouse.api.yaml.Yaml;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MetricsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock = """
            {type: Resource, resource: {name: memory, target: {averageValue: 1Gi}}}   | FailedGetResourceMetric          | failed to get memory usage: unable to get metrics for resource memory
            {type: ContainerResource, containerResource: {name: cpu, container: c}}   | FailedGetContainerResourceMetric | failed to get cpu utilization: unable to get metrics for resource cpu
            {type: Pods, pods: {metric: {name: hits}}}                                | FailedGetPodsMetric              | unable to get metric hits: unable to fetch
            {type: Object, object: {metric: {name: hits}, describedObject: {kind: Service, name: s}}} | FailedGetObjectMetric | unable to get metric hits: Service on a s/unable to fetch
            {type: External, external: {metric: {name: queue}}}                       | FailedGetExternalMetric          | unable to get external metric a/queue/
            """)
    void eachKindOfMetricFailsInItsOwnWords(String metric, String reason, String message) {
        Metrics.Failure failure = Metrics.failure(tree(metric), "a");
        assertThat(failure.reason()).isEqualTo(reason);
        assertThat(failure.message()).startsWith(message);
    }

    @Test
    void theSummaryTellsTheFirst() {
        Metrics.Failure pods = Metrics.failure(tree("{type: Pods, pods: {metric: {name: hits}}}"), "a");
        assertThat(Metrics.summary(List.of(pods, pods)))
                .startsWith("invalid metrics (2 invalid out of 2), first error is: failed to get pods metric value: unable");
    }

    private static ObjectTree tree(String yaml) {
        try {
            return Yaml.parse(yaml.getBytes(StandardCharsets.UTF_8)).asObject();
        } catch (MalformedYaml e) {
            throw new AssertionError(e);
        }
    }
}
