package dev.pilothouse.api.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.api.apps.v1.Deployment;
import dev.pilothouse.api.core.v1.Pod;
import dev.pilothouse.api.tree.Json;
import dev.pilothouse.api.tree.MalformedJson;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SchemasTest {

    @Test
    void readsEveryType() {
        Schemas schemas = Schemas.builtIn();
        assertThat(schemas.names()).hasSizeGreaterThan(500);
        for (String name : schemas.names()) {
            for (FieldSchema field : schemas.type(name).declared()) {
                if (field.type() instanceof FieldType.Reference(FieldType.TypeName type)) {
                    assertThat(type.schema().name()).isEqualTo(type.name());
                }
            }
        }
    }

    @Test
    void everyServedResourceHasATypeAndEachTypeItsFields() {
        for (ApiResource resource : ApiResources.builtIn().all()) {
            assertThat(Schemas.builtIn().kind(resource.groupVersionKind()))
                    .as("%s", resource.id())
                    .isPresent();
        }
        TypeSchema container = Schemas.builtIn().type("io.k8s.api.core.v1.Container");
        assertThat(container.field("ports").orElseThrow().topology())
                .isEqualTo(new FieldSchema.Topology.Keyed(List.of("containerPort", "protocol")));
        assertThat(container.field("env").orElseThrow().patch().orElseThrow().mergeKey()).isEqualTo("name");
        assertThat(Schemas.builtIn().type("io.k8s.api.core.v1.Volume").field("emptyDir")).isPresent();
    }

    @Test
    void viewsReadAndChangeTrees() throws MalformedJson {
        Pod pod = Pod.of(Json.parse("{\"spec\":{\"nodeName\":\"n1\",\"containers\":[{\"name\":\"a\"}]}}"));
        assertThat(pod.spec().nodeName()).isEqualTo("n1");
        assertThat(pod.spec().containers().getFirst().name()).isEqualTo("a");
        assertThat(pod.spec().terminationGracePeriodSeconds()).isEmpty();
        Deployment deployment = Deployment.EMPTY.withSpec(Deployment.EMPTY.spec().withReplicas(3));
        assertThat(deployment.spec().replicas()).contains(3);
        assertThat(Deployment.KIND.apiVersion()).isEqualTo("apps/v1");
    }
}
