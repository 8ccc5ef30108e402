package dev.pilothouse.kinds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import dev.pilothouse.kinds.apiregistration.ApiService;
import org.junit.jupiter.api.Test;

class ApiServiceTest {
    @Test
    void whatThisServerServesIsAvailableAtOnce() {
        ListTree conditions = conditions(ObjectTree.of("group", Tree.of("example.com")));
        assertThat(conditions.objects()).singleElement().satisfies(it -> {
            assertThat(it.text("type")).isEqualTo("Available");
            assertThat(it.text("status")).isEqualTo("True");
            assertThat(it.text("reason")).isEqualTo("Local");
        });
    }

    @Test
    void whatAnotherServerServesWaitsForIt() {
        ObjectTree elsewhere = ObjectTree.EMPTY.with("name", "server").with("namespace", "there");
        assertThat(conditions(ObjectTree.EMPTY.with("service", elsewhere)).isEmpty()).isTrue();
    }

    private static ListTree conditions(ObjectTree spec) {
        return new ApiService()
                .prepareCreate(ObjectTree.EMPTY.with("spec", spec), Draft.WRITE)
                .object("status")
                .list("conditions");
    }
}
