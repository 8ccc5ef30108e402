package dev.pilothouse.apiserver.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.api.schema.GroupVersion;
import dev.pilothouse.api.schema.GroupVersionKind;
import dev.pilothouse.api.schema.Schemas;
import dev.pilothouse.api.tree.Json;
import dev.pilothouse.api.tree.Tree;
import java.util.ArrayList;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TypedReadingTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
                    apiextensions.k8s.io/v1 | CustomResourceDefinition | conditions | [] | []
                    apiextensions.k8s.io/v1 | CustomResourceDefinition | conditions | null | null
                    apiextensions.k8s.io/v1 | CustomResourceDefinition | storedVersions | [] | []
                    v1 | Service | conditions | [] |
                    policy/v1 | PodDisruptionBudget | disruptedPods | {} |
                    """)
    void anEmptyListIsKeptWhereObjectsAreKeptAsJson(
            String version, String named, String field, String sent, String stored) throws Exception {
        GroupVersionKind kind = GroupVersion.parse(version).kind(named);
        TypedReading reading =
                new TypedReading(kind, Schemas.builtIn().kind(kind).orElseThrow());
        Tree object = Json.parse("{\"status\":{\"" + field + "\":" + sent + "}}");
        Tree kept = reading.complete(reading.read(object, new ArrayList<>()))
                .at("status", field);
        assertThat(kept.isAbsent() ? null : kept.toString()).isEqualTo(stored);
    }
}
