package dev.pilothouse.kinds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.api.schema.ApiResource;
import dev.pilothouse.api.schema.ApiResources;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SelectableFieldsTest {

    private static ApiResource resource(String name) {
        return ApiResources.builtIn().all().stream()
                .filter(resource -> resource.id().resource().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock = """
            pods                              | spec.foo           | field label not supported: spec.foo
            nodes                              | metadata.namespace | field label not supported: metadata.namespace
            namespaces                             | metadata.namespace | field label not supported: metadata.namespace
            jobs                              | status.failed      | field label "status.failed" not supported for Job
            resourceslices               | metadata.namespace | field label not supported for resource.k8s.io/v1, \
            Kind=ResourceSlice: metadata.namespace
            configmaps                             | data               | "data" is not a known field selector: only \
            "metadata.name", "metadata.namespace"
            """)
    void whoAsksForAnotherFieldIsTold(String name, String label, String said) {
        Strategy strategy = Kinds.strategy(resource(name));
        assertThat(strategy.isSelectable(label)).isFalse();
        assertThat(strategy.kind().unselectable(label)).isEqualTo(said);
    }

    /// Everybody else can be asked for a namespace, even who lives in none.
    @Test
    void fewCantBeSelectedByNamespace() {
        Set<String> few = ApiResources.builtIn().all().stream()
                .filter(resource -> !Kinds.strategy(resource).isSelectable("metadata.namespace"))
                .map(resource -> resource.id().resource())
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(few).containsExactly("certificatesigningrequests", "namespaces", "nodes", "resourceslices");
    }
}
