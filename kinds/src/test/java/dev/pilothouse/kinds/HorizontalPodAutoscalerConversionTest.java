package dev.pilothouse.kinds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import dev.pilothouse.kinds.autoscaling.HorizontalPodAutoscalerConversion;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What `autoscaling/v1` shows of metrics, and what it makes of them.
final class HorizontalPodAutoscalerConversionTest {
    private static final String CURRENT = "autoscaling.alpha.kubernetes.io/current-metrics";
    private final Conversion conversion = new HorizontalPodAutoscalerConversion();

    @Test
    void losesWhatTheOldFormHasNoFieldFor() {
        ObjectTree served = conversion.toServed(Draft.json("""
                        {'spec': {}, 'status': {'currentMetrics': [
                        {'type': 'Resource', 'resource': {'name': 'memory', 'current': {'value': '3', 'averageValue': '1'}}},
                        {'type': 'External', 'external': {'metric': {'name': 'm'}, 'current': {'value': '3', 'averageUtilization': 5}}},
                        {'type': 'Pods', 'pods': {'metric': {'name': 'm'}, 'current': {'value': '3', 'averageValue': '1', 'averageUtilization': 5}}}]}}
                        """)
                .asObject());
        assertThat(served.at("metadata", "annotations", CURRENT).asText())
                .isEqualTo("[{\"type\":\"Resource\",\"resource\":{\"name\":\"memory\",\"currentAverageValue\":\"1\"}},"
                        + "{\"type\":\"External\",\"external\":{\"metricName\":\"m\",\"currentValue\":\"3\"}},"
                        + "{\"type\":\"Pods\",\"pods\":{\"metricName\":\"m\",\"currentAverageValue\":\"1\"}}]");
    }

    @Test
    void tellsTheProcessorsUseInTheStatusAndAmongTheOthers() {
        ObjectTree stored = conversion.toStored(
                Draft.json("{'spec': {}, 'status': {'currentCPUUtilizationPercentage': 7}}").asObject());
        ObjectTree served = conversion.toServed(stored);
        assertThat(served.at("status", "currentCPUUtilizationPercentage").asLong()).isEqualTo(7);
        assertThat(served.at("metadata", "annotations", CURRENT).asText())
                .isEqualTo("[{\"type\":\"Resource\",\"resource\":{\"name\":\"cpu\","
                        + "\"currentAverageUtilization\":7,\"currentAverageValue\":\"0\"}}]");
    }

    @Test
    void believesTheAnnotationMoreThanTheStatus() {
        ObjectTree served = Draft.json("{'spec': {}, 'status': {'currentCPUUtilizationPercentage': 7}, 'metadata':"
                        + " {'annotations': {}}}")
                .asObject()
                .withAt(
                        Tree.of("[{\"type\":\"Resource\",\"resource\":{\"name\":\"memory\","
                                + "\"currentAverageValue\":\"5\"}}]"),
                        "metadata", "annotations", CURRENT);
        assertThat(conversion.toStored(served).at("status", "currentMetrics"))
                .isEqualTo(Draft.json("[{'type': 'Resource', 'resource': {'name': 'memory', 'current': {'averageValue': '5'}}}]"));
    }

    @ParameterizedTest(name = "{0}: {1} {2}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            spec   | {'type': 'Pods', 'pods': {'metric': {'name': 'm'}, 'target': {'type': 'Value'}}}            | "targetAverageValue":"0"
            spec   | {'type': 'Object', 'object': {'metric': {'name': 'm'}, 'target': {'averageValue': '5'}}}    | "targetValue":"0","averageValue":"5"
            status | {'type': 'Pods', 'pods': {'metric': {'name': 'm'}, 'current': {}}}                          | "currentAverageValue":"0"
            status | {'type': 'External', 'external': {'metric': {'name': 'm'}, 'current': {'averageValue': '5'}}} | "currentValue":"0","currentAverageValue":"5"
            status | {'type': 'Resource', 'resource': {'name': 'memory', 'current': {}}}                         | "currentAverageValue":"0"
            status | {'type': 'ContainerResource', 'containerResource': {'name': 'memory', 'current': {}}}       | "currentAverageValue":"0"
            """)
    void tellsAQuantityThatIsMissingAsZeroWhereV1CannotMissIt(String side, String metric, String told) {
        String list = side.equals("spec") ? "metrics" : "currentMetrics";
        ObjectTree stored = Draft.json("{'spec': {}, 'status': {}}")
                .asObject()
                .withAt(ListTree.of(List.of(Draft.json(metric))), side, list);
        assertThat(conversion.toServed(stored).object("metadata").object("annotations").toString())
                .contains(told.replace("\"", "\\\""));
    }

    @Test
    void keepsWhatV1HasNoFieldForInAnnotations() {
        ObjectTree stored = Draft.json("{'apiVersion': 'autoscaling/v2', 'spec': {'behavior': {'scaleUp': {'policies':"
                        + " [{'type': 'Pods', 'value': 4, 'periodSeconds': 60}]}}}, 'status': {}}")
                .asObject();
        ObjectTree served = conversion.toServed(stored);
        assertThat(served.at("metadata", "annotations", "autoscaling.alpha.kubernetes.io/behavior")
                        .asText())
                .isEqualTo("{\"ScaleUp\":{\"StabilizationWindowSeconds\":null,\"SelectPolicy\":null,\"Policies\":"
                        + "[{\"Type\":\"Pods\",\"Value\":4,\"PeriodSeconds\":60}],\"Tolerance\":null},\"ScaleDown\":null}");
        assertThat(conversion.toStored(served).at("spec", "behavior")).isEqualTo(stored.at("spec", "behavior"));
    }
}
