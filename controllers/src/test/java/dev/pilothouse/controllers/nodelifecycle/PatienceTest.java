package dev.pilothouse.controllers.nodelifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.yaml.MalformedYaml;
import dev.pilothouse.api.yaml.Yaml;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PatienceTest {
    @ParameterizedTest(name = "{1} with {0}: {2}")
    @CsvSource(delimiter = '|', nullValues = "for good", value = {
        "{key: a}                   |                                                                             | PT0S",
        "{key: a}                   | {key: a, operator: Exists}                                                  | for good",
        "{key: a}                   | {operator: Exists, tolerationSeconds: 7}                                    | PT7S",
        "{key: a}                   | {key: a, operator: Exists, effect: NoSchedule}                              | PT0S",
        "{key: a}                   | {key: a, operator: Exists, tolerationSeconds: 0}                            | PT0S",
        "{key: a}                   | {key: a, operator: Exists, tolerationSeconds: -3}                           | PT0S",
        "{key: a, value: x}         | {key: a, operator: Equal, value: y, tolerationSeconds: 7}                   | PT0S",
        "{key: a, value: x}         | {key: a, value: x, tolerationSeconds: 7}                                    | PT7S",
        "{key: a}, {key: b}         | {key: a, operator: Exists, tolerationSeconds: 9}                            | PT0S",
        "{key: a}, {key: b}         | {key: a, operator: Exists, tolerationSeconds: 9}, {operator: Exists}        | PT9S",
        "{key: a}, {key: b}         | {key: a, operator: Exists, tolerationSeconds: 9}, {key: b, operator: Exists, tolerationSeconds: 2} | PT2S",
    })
    void theShortestTolerationHolds(String taints, String tolerations, String patience) throws MalformedYaml {
        ObjectTree node = yaml("taints: [" + taints.replace("}", ", effect: NoExecute}") + "]");
        ObjectTree pod = yaml("spec: {tolerations: [" + (tolerations == null ? "" : tolerations) + "]}");
        assertThat(Patience.of(pod, node.list("taints").objects()).map(Object::toString).orElse(null)).isEqualTo(patience);
    }

    private static ObjectTree yaml(String text) throws MalformedYaml {
        return Yaml.parse(text.getBytes(StandardCharsets.UTF_8)).asObject();
    }
}
