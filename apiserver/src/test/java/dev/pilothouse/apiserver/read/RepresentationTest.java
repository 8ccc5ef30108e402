package dev.pilothouse.apiserver.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.api.schema.ApiResource;
import dev.pilothouse.api.schema.ApiResources;
import dev.pilothouse.api.tree.Json;
import dev.pilothouse.api.tree.NullTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import dev.pilothouse.apiserver.request.Form;
import dev.pilothouse.kinds.Kinds;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RepresentationTest {
    private static final Form TABLE = new Form(Form.Encoding.JSON, Form.Shape.TABLE, "v1");

    static List<ApiResource> watched() {
        return ApiResources.builtIn().all().stream()
                .filter(resource -> resource.verbs().contains("watch"))
                .toList();
    }

    /// Nothing is known of what a bookmark stands for, and still it is a row, of as many cells as there are columns.
    @ParameterizedTest
    @MethodSource("watched")
    void aBookmarkIsARowInEveryTable(ApiResource resource) throws Exception {
        ObjectTree table = table(resource).event(bookmark(resource), true);
        ObjectTree row = table.list("rows").objects().getFirst();
        // Upstream's addresses have one cell more than columns, and so have ours.
        int more = resource.kind().equals("IPAddress") ? 1 : 0;
        assertThat(row.list("cells").size()).isEqualTo(table.list("columnDefinitions").size() + more);
        assertThat(row.object("object").text("kind")).isEqualTo("PartialObjectMetadata");
        assertThat(row.at("object", "metadata", "annotations", "k8s.io/initial-events-end")).isEqualTo(Tree.of("true"));
        assertThat(table.object("metadata")).isEqualTo(ObjectTree.of("resourceVersion", Tree.of("7")));
    }

    @Test
    void onlyTheFirstEventOfAWatchNamesTheColumns() throws Exception {
        ApiResource resource = watched().getFirst();
        assertThat(table(resource).event(bookmark(resource), false).get("columnDefinitions")).isEqualTo(NullTree.NULL);
    }

    private static Representation table(ApiResource resource) {
        return new Representation(
                TABLE, Kinds.strategy(resource), Representation.IncludeObject.METADATA, Instant.EPOCH);
    }

    private static ObjectTree bookmark(ApiResource resource) throws Exception {
        return Json.parse(("{\"kind\":\"" + resource.kind() + "\",\"apiVersion\":\""
                                + resource.groupVersionKind().apiVersion()
                                + "\",\"metadata\":{\"resourceVersion\":\"7\",\"annotations\":{\"k8s.io/initial-events-end\":\"true\"}}}")
                        .getBytes(StandardCharsets.UTF_8))
                .asObject();
    }
}
