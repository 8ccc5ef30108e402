package dev.pilothouse.apiserver.customresource;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class VersionOrderTest {
    /// The example of "Versions in CustomResourceDefinitions".
    private static final List<String> BEST_FIRST = List.of(
            "v10", "v2", "v1", "v11beta2", "v10beta3", "v3beta1", "v12alpha1", "v11alpha2", "foo1", "foo10");

    @Test
    void stableComesBeforeBetaBeforeAlphaBeforeAllOthers() {
        List<String> versions = new ArrayList<>(BEST_FIRST);
        Collections.reverse(versions);
        versions.sort(VersionOrder.BEST_FIRST);
        assertThat(versions).isEqualTo(BEST_FIRST);
    }
}
