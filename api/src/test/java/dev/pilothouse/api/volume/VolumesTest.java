package dev.pilothouse.api.volume;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.api.meta.ObjectMeta;
import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import dev.pilothouse.api.yaml.MalformedYaml;
import dev.pilothouse.api.yaml.Yaml;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Which volume a claim gets. Volumes are told as `name size`, and what else they have in YAML.
final class VolumesTest {
    private static ObjectTree yaml(String text) {
        try {
            return Yaml.parse(text).asObject();
        } catch (MalformedYaml e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    private static ObjectTree claim(String spec) {
        ObjectTree told = yaml(spec);
        ObjectTree full = yaml("{accessModes: [ReadWriteOnce], storageClassName: s}");
        for (ObjectTree.Field field : told.fields()) {
            full = full.with(field.name(), field.value());
        }
        return yaml("{metadata: {name: c, namespace: default, uid: u}}")
                .with("spec", full)
                .withAt(Tree.of("3Gi"), "spec", "resources", "requests", "storage");
    }

    /// `a 5Gi {labels: …, phase: …, spec: …}`
    private static ObjectTree volume(String text) {
        String[] parts = text.strip().split(" ", 3);
        ObjectTree told = yaml(parts.length > 2 ? parts[2] : "{}");
        ObjectTree spec = yaml("{accessModes: [ReadWriteOnce], storageClassName: s}");
        for (ObjectTree.Field field : told.object("spec").fields()) {
            spec = spec.with(field.name(), field.value());
        }
        return ObjectTree.EMPTY
                .withAt(Tree.of(parts[0]), "metadata", "name")
                .withAt(told.object("labels"), "metadata", "labels")
                .with("spec", spec)
                .withAt(Tree.of(parts[1]), "spec", "capacity", "storage")
                .withAt(Tree.of(told.has("phase") ? told.text("phase") : "Available"), "status", "phase");
    }

    private static List<ObjectTree> volumes(String text) {
        return Arrays.stream(text.split(";")).map(VolumesTest::volume).toList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock = """
            {} | a 10Gi; b 5Gi; c 1Gi | b
            {} | a 1Gi | none
            {} | a 5Gi {phase: Released}; b 9Gi | b
            {} | a 5Gi {phase: Pending} | none
            {} | a 5Gi {spec: {storageClassName: t}} | none
            {} | a 5Gi {spec: {volumeMode: Block}} | none
            {volumeMode: Block} | a 5Gi {spec: {volumeMode: Block}} | a
            {} | a 5Gi {spec: {accessModes: [ReadOnlyMany]}} | none
            {} | a 5Gi {spec: {accessModes: [ReadWriteOnce, ReadOnlyMany]}}; b 9Gi | b
            {selector: {matchLabels: {t: x}}} | a 5Gi; b 9Gi {labels: {t: x}} | b
            {} | a 5Gi; b 9Gi {spec: {claimRef: {namespace: default, name: c}}} | b
            {} | a 5Gi {spec: {claimRef: {namespace: default, name: d}}} | none
            {} | a 5Gi {spec: {claimRef: {namespace: default, name: c, uid: old}}} | none
            {volumeAttributesClassName: fast} | a 5Gi | none
            """)
    void aClaimGetsTheSmallestVolumeThatHasAllItAsksFor(String claim, String volumes, String best) {
        assertThat(Volumes.best(claim(claim), volumes(volumes), false)
                        .map(ObjectMeta::name)
                        .orElse("none"))
                .isEqualTo(best);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock = """
            a 5Gi | none
            a 5Gi; b 9Gi {spec: {claimRef: {namespace: default, name: c}}} | b
            """)
    void aClaimThatWaitsForItsPodGetsOnlyAVolumeMeantForIt(String volumes, String best) {
        assertThat(Volumes.best(claim("{}"), volumes(volumes), true)
                        .map(ObjectMeta::name)
                        .orElse("none"))
                .isEqualTo(best);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock = """
            a 5Gi; b 9Gi | - | a
            a 5Gi; b 9Gi | a | b
            a 5Gi {spec: {nodeAffinity: {required: {nodeSelectorTerms: [{matchExpressions: [{key: zone, operator: In, values: [z]}]}]}}}}; b 9Gi | - | b
            a 5Gi {spec: {nodeAffinity: {required: {nodeSelectorTerms: [{matchExpressions: [{key: zone, operator: In, values: [y]}]}]}}}}; b 9Gi | - | a
            a 5Gi {spec: {claimRef: {namespace: default, name: c}, nodeAffinity: {required: {nodeSelectorTerms: [{matchExpressions: [{key: zone, operator: In, values: [z]}]}]}}}}; b 9Gi | - | none
            """)
    void aPodOnANodeGetsWhatCanBeReachedFromThere(String volumes, String taken, String best) {
        ObjectTree node = yaml("{metadata: {name: n, labels: {zone: y}}}");
        assertThat(Volumes.bestOn(claim("{}"), volumes(volumes), node, Set.of(taken))
                        .map(ObjectMeta::name)
                        .orElse("none"))
                .isEqualTo(best);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock = """
            a 5Gi | fits
            a 2Gi | requested PV is too small
            a 5Gi {spec: {storageClassName: t}} | storageClassName does not match
            a 5Gi {spec: {volumeMode: Block}} | incompatible volumeMode
            a 5Gi {spec: {accessModes: [ReadOnlyMany]}} | incompatible accessMode
            """)
    void aVolumeThatIsAskedForByNameMustFitToo(String volume, String mismatch) {
        assertThat(Volumes.mismatch(volume(volume), claim("{}")).orElse("fits")).isEqualTo(mismatch);
    }

    @ParameterizedTest
    @CsvSource({"true, own", "false, other"})
    void anEphemeralVolumesClaimBelongsToItsPod(boolean mine, String owner) {
        ObjectTree pod = yaml("{metadata: {name: p, namespace: default, uid: own}}");
        ObjectTree claim = claim("{}").withAt(
                        ListTree.of(yaml("{controller: true, uid: " + owner + "}")), "metadata", "ownerReferences");
        assertThat(Claims.isMadeFor(claim, pod)).isEqualTo(mine);
    }
}
