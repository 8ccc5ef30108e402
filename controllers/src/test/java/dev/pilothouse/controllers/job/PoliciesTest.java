package dev.pilothouse.controllers.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.yaml.MalformedYaml;
import dev.pilothouse.api.yaml.Yaml;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PoliciesTest {
    private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");

    private static final ObjectTree JOB = tree(
            """
            spec:
              completionMode: Indexed
              completions: 5
              backoffLimitPerIndex: 1
              podFailurePolicy:
                rules:
                - {action: Ignore, onPodConditions: [{type: DisruptionTarget, status: "True"}]}
                - {action: FailJob, onExitCodes: {containerName: main, operator: In, values: [42]}}
                - {action: FailIndex, onExitCodes: {operator: In, values: [7, 8]}}
                - {action: Count, onExitCodes: {operator: NotIn, values: [1]}}
            """);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock = """
            main    | 42 | FailJob   | Container main for pod a/p failed with exit code 42 matching FailJob rule at index 1
            sidecar | 42 | Count     | Container sidecar for pod a/p failed with exit code 42 matching Count rule at index 3
            sidecar | 8  | FailIndex | Container sidecar for pod a/p failed with exit code 8 matching FailIndex rule at index 2
            main    | 1  | ``        | ``
            main    | 0  | ``        | ``
            """)
    void theFirstRuleThatFitsDecides(String container, int code, String action, String message) {
        FailurePolicy.Judgement judgement = FailurePolicy.of(JOB).judge(failed(container, code, "0", ""));
        assertThat(judgement.action()).isEqualTo(action);
        assertThat(judgement.message()).isEqualTo(message);
    }

    @Test
    void disruptedPodsAreNotCounted() {
        ObjectTree pod = failed("main", 42, "0", "")
                .withAt(
                        tree("x: [{type: DisruptionTarget, status: \"True\"}]").get("x"), "status", "conditions");
        FailurePolicy policy = FailurePolicy.of(JOB);
        assertThat(policy.judge(pod).ignores()).isTrue();
        assertThat(policy.judge(pod).message())
                .isEqualTo("Pod a/p has condition DisruptionTarget matching Ignore rule at index 0");
        assertThat(policy.failure(List.of(pod))).isEmpty();
        assertThat(Account.of(JOB, List.of(pod)).failing()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock = """
            {succeededIndexes: 0-2}                    | 0,1   | false
            {succeededIndexes: 0-2}                    | 0-2   | true
            {succeededIndexes: 0-2, succeededCount: 2} | 0,2,4 | true
            {succeededIndexes: 0-2, succeededCount: 2} | 2-4   | false
            {succeededCount: 2}                        | 3,4   | true
            {succeededCount: 2}                        | 3     | false
            """)
    void aJobHasDoneEnoughWhenItsRuleIsFulfilled(String rule, String done, boolean met) {
        ObjectTree job = tree("spec: {successPolicy: {rules: [" + rule + "]}}");
        assertThat(SuccessPolicy.met(job, Indexes.parse(done)).isPresent()).isEqualTo(met);
    }

    @Test
    void anIndexIsTriedAgainUntilItsOwnLimitAndCarriesItsCount() {
        ObjectTree first = failed("main", 1, "3", "0");
        Retries once = Retries.of(JOB, List.of(first), Indexes.parse(""));
        assertThat(once.lost()).isEmpty();
        assertThat(once.holds(first)).isTrue();
        assertThat(once.wait(3, NOW)).isEqualTo(Duration.ofSeconds(10));
        ObjectTree next = once.counted(ObjectTree.EMPTY, 3, FailurePolicy.of(JOB));
        assertThat(next.object("metadata").object("annotations").text(Retries.FAILURES))
                .isEqualTo("1");

        Retries twice = Retries.of(JOB, List.of(failed("main", 1, "3", "1")), Indexes.parse(""));
        assertThat(twice.lost()).containsExactly(3);
        assertThat(twice.last()).isEmpty();
    }

    @Test
    void aRuleMayGiveAnIndexUpAtOnce() {
        assertThat(Retries.of(JOB, List.of(failed("main", 7, "3", "0")), Indexes.parse(""))
                        .lost())
                .containsExactly(3);
    }

    @Test
    void waitsDoubleUpToTheirMost() {
        assertThat(Retries.after(1)).isEqualTo(Duration.ofSeconds(10));
        assertThat(Retries.after(3)).isEqualTo(Duration.ofSeconds(40));
        assertThat(Retries.after(30)).isEqualTo(Duration.ofMinutes(10));
    }

    private static ObjectTree failed(String container, int code, String index, String failures) {
        return tree(
                """
                metadata:
                  {name: p, namespace: a, uid: u%s, finalizers: [batch.kubernetes.io/job-tracking],
                   annotations: {batch.kubernetes.io/job-completion-index: "%s", batch.kubernetes.io/job-index-failure-count: "%s"}}
                status:
                  phase: Failed
                  containerStatuses: [{name: %s, state: {terminated: {exitCode: %d, finishedAt: "2030-01-01T00:00:00Z"}}}]
                """
                        .formatted(index, index, failures, container, code));
    }

    private static ObjectTree tree(String yaml) {
        try {
            return Yaml.parse(yaml.getBytes(StandardCharsets.UTF_8)).asObject();
        } catch (MalformedYaml e) {
            throw new AssertionError(e);
        }
    }
}
