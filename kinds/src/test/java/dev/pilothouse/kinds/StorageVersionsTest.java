package dev.pilothouse.kinds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.api.tree.Json;
import dev.pilothouse.api.tree.ObjectTree;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class StorageVersionsTest {
    private static ObjectTree definition(String spec) throws Exception {
        return Json.parse("{\"apiVersion\":\"apiextensions.k8s.io/v1\",\"kind\":\"CustomResourceDefinition\",\"spec\":" + spec + "}")
                .asObject();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // one version: all that it says stands above it
                """
                {"group":"g","names":{"kind":"A","plural":"as"},"preserveUnknownFields":false,"scope":"Cluster","versions":[\
                {"additionalPrinterColumns":[{"jsonPath":".a","name":"A","type":"string"}],"name":"v1",\
                "schema":{"openAPIV3Schema":{"type":"object"}},"selectableFields":[{"jsonPath":".a"}],"served":true,\
                "storage":true,"subresources":{"status":{}}}]}""",
                // versions that differ keep what is theirs
                """
                {"group":"g","preserveUnknownFields":false,"versions":[\
                {"additionalPrinterColumns":[{"jsonPath":".a","name":"A","type":"string"}],"name":"v1",\
                "schema":{"openAPIV3Schema":{"type":"object"}},"selectableFields":[{"jsonPath":".a"}],"served":true},\
                {"name":"v2","schema":{"openAPIV3Schema":{"type":"object","description":"d"}},\
                "selectableFields":[{"jsonPath":".a"}],"storage":true}]}""",
                // a webhook converts
                """
                {"conversion":{"strategy":"Webhook","webhook":{"clientConfig":{"url":"https://a"},\
                "conversionReviewVersions":["v1"]}},"group":"g","preserveUnknownFields":true,"versions":[{"name":"v1"}]}""",
                "{\"conversion\":{\"strategy\":\"None\"},\"group\":\"g\",\"preserveUnknownFields\":false,\"versions\":[{\"name\":\"v1\"}]}",
            })
    void aDefinitionComesBackFromItsStoredVersionAsItWas(String spec) throws Exception {
        ObjectTree v1 = definition(spec);
        ObjectTree stored = StorageVersions.written(v1);
        assertThat(stored.text("apiVersion")).isEqualTo("apiextensions.k8s.io/v1beta1");
        assertThat(stored.object("spec").text("version")).isEqualTo("v1");
        assertThat(Json.text(StorageVersions.read(stored))).isEqualTo(Json.text(v1));
    }

    @Test
    void selectableFieldsRiseOnlyWithTheirSchema() throws Exception {
        ObjectTree stored = StorageVersions.written(definition("""
                {"versions":[{"name":"v1","schema":{"a":1},"selectableFields":[{"jsonPath":".a"}]},\
                {"name":"v2","schema":{"a":2},"selectableFields":[{"jsonPath":".a"}]}]}"""));
        assertThat(stored.object("spec").has("selectableFields")).isFalse();
        assertThat(stored.object("spec").has("validation")).isFalse();
    }

    @Test
    void aDefinitionFromBeforeThereWereVersionsGetsOne() throws Exception {
        ObjectTree old = definition("{\"version\":\"v1\",\"validation\":{\"openAPIV3Schema\":{\"type\":\"object\"}}}")
                .with("apiVersion", "apiextensions.k8s.io/v1beta1");
        assertThat(Json.text(StorageVersions.read(old).object("spec"))).isEqualTo("""
                {"preserveUnknownFields":true,"versions":[{"name":"v1","schema":{"openAPIV3Schema":{"type":"object"}},\
                "served":true,"storage":true}]}""");
    }

    @ParameterizedTest
    @CsvSource({
        "admissionregistration.k8s.io/v1beta1, MutatingAdmissionPolicyBinding, admissionregistration.k8s.io/v1",
        "policy/v1beta1, PodDisruptionBudget, policy/v1",
        "events.k8s.io/v1, Event, v1",
        "autoscaling/v1, HorizontalPodAutoscaler, autoscaling/v2",
        "apps/v1, Deployment, apps/v1",
    })
    void whatWasWrittenInAnotherVersionIsReadInTheOneThatCounts(String written, String kind, String read) {
        ObjectTree object = ObjectTree.EMPTY.with("apiVersion", written).with("kind", kind);
        assertThat(StorageVersions.read(object).text("apiVersion")).isEqualTo(read);
    }
}
