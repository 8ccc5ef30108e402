package dev.pilothouse.kinds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.api.tree.ObjectTree;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What all kinds do that have a template of pods in them.
final class PodTemplatesTest {
    static final String TEMPLATE =
            "{'metadata': {'labels': {'a': 'b'}}, 'spec': {'containers': [{'name': 'web', 'image': 'i'}]}}";

    /// Kind, fields around the template, where the template stands, whether the kind's name is in its pods' names.
    static final String KINDS =
            """
            apps/v1 Deployment | {'spec': {'selector': {'matchLabels': {'a': 'b'}}, 'template': %s}} | spec.template | true
            apps/v1 ReplicaSet | {'spec': {'selector': {'matchLabels': {'a': 'b'}}, 'template': %s}} | spec.template | true
            apps/v1 StatefulSet | {'spec': {'selector': {'matchLabels': {'a': 'b'}}, 'template': %s}} | spec.template | false
            apps/v1 DaemonSet | {'spec': {'selector': {'matchLabels': {'a': 'b'}}, 'template': %s}} | spec.template | false
            v1 ReplicationController | {'spec': {'template': %s}} | spec.template | true
            v1 PodTemplate | {'template': %s} | template | false
            batch/v1 Job | {'spec': {'template': %s}} | spec.template | true
            batch/v1 CronJob | {'spec': {'schedule': '* * * * *', 'jobTemplate': {'spec': {'template': %s}}}} | spec.jobTemplate.spec.template | true
            """;

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = KINDS)
    void losesWhatBelongsToFeaturesThatAreOff(String kind, String fields, String template) {
        Draft draft = Draft.of(kind, fields.formatted(TEMPLATE));
        Draft grouped = draft.with(template + ".spec.schedulingGroup", "{'podGroupName': 'g'}");
        String[] group = (template + ".spec.schedulingGroup").split("\\.");
        assertThat(grouped.created().at(group).isNull()).isTrue();
        assertThat(grouped.updated(draft, "").at(group).isNull()).isTrue();
        ObjectTree before = grouped.defaulted();
        assertThat(grouped.strategy()
                        .prepareUpdate(before, before, "", Draft.WRITE)
                        .at(group)
                        .isNull())
                .isFalse();
    }
}
