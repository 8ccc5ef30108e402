package dev.pilothouse.controllers.disruption;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.yaml.MalformedYaml;
import dev.pilothouse.api.yaml.Yaml;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BudgetTest {
    private static final Instant NOW = Instant.parse("2030-01-01T00:10:00Z");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock = """
            {minAvailable: 2}      | 3 | 3 | 2 | 1
            {minAvailable: 3}      | 2 | 2 | 3 | 0
            {minAvailable: 50%}    | 5 | 5 | 3 | 2
            {minAvailable: 0}      | 2 | 2 | 0 | 2
            {maxUnavailable: 1}    | 3 | 3 | 2 | 1
            {maxUnavailable: 1}    | 2 | 3 | 2 | 0
            {maxUnavailable: 34%}  | 3 | 3 | 1 | 2
            {maxUnavailable: 100%} | 3 | 3 | 0 | 3
            {maxUnavailable: 1}    | 2 | 0 | 0 | 0
            """)
    void whatMayGoIsWhatIsHealthyBeyondWhatMustStay(
            String spec, int ready, long expected, long desired, long allowed) {
        List<ObjectTree> pods = new ArrayList<>();
        for (int i = 0; i < ready; i++) {
            pods.add(pod("p" + i, "{}"));
        }
        Budget budget = new Budget(tree("spec: " + spec), pods, expected);
        assertThat(budget.desired()).isEqualTo(desired);
        assertThat(budget.allowed(NOW)).isEqualTo(allowed);
    }

    @Test
    void anEvictedPodCountsAsGoneUntilItIsOverdue() {
        ObjectTree budget = tree(
                """
                spec: {minAvailable: 1}
                status: {disruptedPods: {a: "2030-01-01T00:09:00Z", b: "2030-01-01T00:07:00Z", gone: "2030-01-01T00:09:00Z"}}
                """);
        List<ObjectTree> pods = List.of(pod("a", "{}"), pod("b", "{}"), pod("c", "{}"));
        Budget sum = new Budget(budget, pods, 3);
        assertThat(sum.healthy(NOW)).isEqualTo(2);
        assertThat(sum.disrupted(NOW).names()).containsExactly("a");
        assertThat(sum.overdue(NOW)).containsExactly(pods.get(1));
        assertThat(sum.recheck(NOW)).contains(Instant.parse("2030-01-01T00:11:00Z"));
    }

    @Test
    void aPodOnItsWayOutIsNotHealthy() {
        List<ObjectTree> pods = List.of(pod("a", "{deletionTimestamp: \"2030-01-01T00:10:30Z\"}"), pod("b", "{}"));
        assertThat(new Budget(tree("spec: {minAvailable: 1}"), pods, 2).allowed(NOW))
                .isZero();
    }

    private static ObjectTree pod(String name, String metadata) {
        ObjectTree pod = tree("{metadata: " + metadata + ", status: {conditions: [{type: Ready, status: \"True\"}]}}");
        return pod.with("metadata", pod.object("metadata").with("name", name));
    }

    private static ObjectTree tree(String yaml) {
        try {
            return Yaml.parse(yaml.getBytes(StandardCharsets.UTF_8)).asObject();
        } catch (MalformedYaml e) {
            throw new AssertionError(e);
        }
    }
}
