package dev.pilothouse.kinds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.api.schema.ApiResource;
import dev.pilothouse.api.schema.ApiResources;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What holds for all kinds alike.
final class EveryKindTest {

    static Stream<ApiResource> resources() {
        return ApiResources.builtIn().all().stream();
    }

    private static ObjectTree bare() {
        return ObjectTree.EMPTY
                .withAt(Tree.of("sample"), "metadata", "name")
                .with("spec", ObjectTree.EMPTY)
                .with("status", ObjectTree.EMPTY.with("phase", "Mine"));
    }

    @ParameterizedTest
    @MethodSource("resources")
    void defaultsAreFilledInOnce(ApiResource resource) {
        Strategy strategy = Kinds.strategy(resource);
        ObjectTree once = strategy.defaults(bare());
        assertThat(strategy.defaults(once)).isEqualTo(once);
    }

    @ParameterizedTest
    @MethodSource("resources")
    void namesEachRow(ApiResource resource) {
        Strategy strategy = Kinds.strategy(resource);
        var table = strategy.kind().table();
        var cells = table.cells(bare(), Draft.NOW);
        assertThat(cells.size()).isEqualTo(table.definitions().size() + table.trailing().size());
        var names = table.definitions().objects().stream()
                .map(column -> column.text("name"))
                .toList();
        assertThat(cells.get(names.indexOf("Name"))).isEqualTo(Tree.of("sample"));
    }

    @ParameterizedTest
    @MethodSource("resources")
    void judgesWithoutFailing(ApiResource resource) {
        Strategy strategy = Kinds.strategy(resource);
        ObjectTree object = strategy.prepareCreate(strategy.defaults(bare()), Draft.WRITE);
        strategy.validateCreate(object);
        strategy.validateUpdate(object, object, "");
        strategy.validateUpdate(object, object, "status");
        assertThat(strategy.warnings(object, ObjectTree.EMPTY, "")).isNotNull();
    }

    @ParameterizedTest
    @MethodSource("resources")
    void leavesTheStatusToItsSubresource(ApiResource resource) {
        Strategy strategy = Kinds.strategy(resource);
        if (resource.subresource("status").isEmpty()) {
            return;
        }
        ObjectTree old = strategy.defaults(bare());
        ObjectTree next = old.withAt(Tree.of("Other"), "status", "phase");
        assertThat(strategy.prepareUpdate(next, old, "", Draft.WRITE).get("status")).isEqualTo(old.get("status"));
    }
}
