package dev.pilothouse.kinds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import dev.pilothouse.kinds.autoscaling.HorizontalPodAutoscalerConversion;
import org.junit.jupiter.api.Test;

/// What `autoscaling/v1` shows of metrics, and what it makes of them.
final class HorizontalPodAutoscalerConversionTest {
    private static final String CURRENT = "autoscaling.alpha.kubernetes.io/current-metrics";
    private final Conversion conversion = new HorizontalPodAutoscalerConversion();

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
