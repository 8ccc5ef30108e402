package dev.pilothouse.controllers.nodelifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.api.meta.ObjectMeta;
import dev.pilothouse.api.tree.ObjectTree;
import org.junit.jupiter.api.Test;

class OldLabelsTest {
    private static final ObjectTree NODE = ObjectMeta.withLabel(
            ObjectTree.of("metadata", ObjectTree.EMPTY.with("name", "n")), "kubernetes.io/os", "linux");

    @Test
    void anOldLabelFollowsTheNewOne() {
        ObjectTree labelled = OldLabels.on(ObjectMeta.withLabel(NODE, "beta.kubernetes.io/os", "other"));
        assertThat(ObjectMeta.labels(labelled).texts())
                .containsOnly(
                        java.util.Map.entry("kubernetes.io/os", "linux"),
                        java.util.Map.entry("beta.kubernetes.io/os", "linux"));
        assertThat(OldLabels.on(labelled)).isEqualTo(labelled);
    }

    @Test
    void withoutANewLabelThereIsNoOldOne() {
        ObjectTree bare = ObjectTree.of("metadata", ObjectTree.EMPTY.with("name", "n"));
        assertThat(OldLabels.on(bare)).isEqualTo(bare);
    }
}
