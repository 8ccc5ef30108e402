package dev.pilothouse.apiserver.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.pilothouse.api.meta.GroupKind;
import dev.pilothouse.api.protobuf.Protobuf;
import dev.pilothouse.api.schema.GroupVersionKind;
import dev.pilothouse.api.schema.Schemas;
import dev.pilothouse.api.schema.TypeSchema;
import dev.pilothouse.api.tree.Json;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.kinds.StorageVersions;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class StoredBytesTest {
    private static final String CONFIG_MAP = """
            {"apiVersion":"v1","data":{"a":"1","b":"yes"},"kind":"ConfigMap","metadata":{"name":"c","namespace":"d"}}""";

    @ParameterizedTest
    @EnumSource(StorageFormat.class)
    void whateverFormAnObjectWasWrittenInItIsRead(StorageFormat format) throws Exception {
        byte[] bytes = write("", "v1", CONFIG_MAP, format);
        assertThat(Json.text(StoredBytes.read(bytes))).isEqualTo(CONFIG_MAP);
    }

    @ParameterizedTest
    @CsvSource({
        "PROTOBUF, k8s",
        "JSON, '{\"apiVersion\"'",
        "YAML, 'apiVersion: v1'",
    })
    void bytesAreOfTheFormThatWasAskedFor(StorageFormat format, String beginning) {
        assertThat(text(write("", "v1", CONFIG_MAP, format))).startsWith(beginning);
    }

    @ParameterizedTest
    @CsvSource({
        "apiregistration.k8s.io, v1, APIService, apiregistration.k8s.io/v1",
        "apiextensions.k8s.io, v1, CustomResourceDefinition, apiextensions.k8s.io/v1beta1",
    })
    void someKindsAreJsonWhateverIsAskedFor(String group, String version, String kind, String stored) throws Exception {
        String object = "{\"apiVersion\":\"" + group + "/" + version + "\",\"kind\":\"" + kind
                + "\",\"metadata\":{\"name\":\"x\"},\"spec\":{}}";
        byte[] bytes = write(group, version, object, StorageFormat.PROTOBUF);
        assertThat(text(bytes)).endsWith("}\n");
        assertThat(StoredBytes.read(bytes).text("apiVersion")).isEqualTo(stored);
    }

    @Test
    void aPolicyOfMutationsIsStoredInTheVersionThatAnOlderServerReads() throws Exception {
        String object = """
                {"apiVersion":"admissionregistration.k8s.io/v1","kind":"MutatingAdmissionPolicy","metadata":{"name":"x"},\
                "spec":{"reinvocationPolicy":"Never"}}""";
        byte[] bytes = write("admissionregistration.k8s.io", "v1", object, StorageFormat.PROTOBUF);
        assertThat(Protobuf.open(bytes).apiVersion()).isEqualTo("admissionregistration.k8s.io/v1beta1");
        assertThat(StorageVersions.read(StoredBytes.read(bytes)).text("apiVersion"))
                .isEqualTo("admissionregistration.k8s.io/v1");
    }

    @Test
    void customResourcesAreJsonInTheOrderOfTheirNames() throws Exception {
        ObjectTree widget = Json.parse("{\"kind\":\"Widget\",\"apiVersion\":\"demo.test/v1\"}").asObject();
        assertThat(text(StoredBytes.writingCustom(StorageFormat.PROTOBUF).apply(widget)))
                .isEqualTo("{\"apiVersion\":\"demo.test/v1\",\"kind\":\"Widget\"}\n");
    }

    @ParameterizedTest
    @CsvSource({"'{\"a\":'", "'k8s\0\u0001'", "'a: [', "})
    void bytesThatAreNoObjectAreRefused(String bytes) {
        assertThatExceptionOfType(StoredBytes.Unreadable.class)
                .isThrownBy(() -> StoredBytes.read(bytes.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void aKindThatNobodyKnowsIsNamed() {
        byte[] bytes = Protobuf.write(new Protobuf.Envelope("v7", "Gizmo", new byte[0]));
        assertThatExceptionOfType(StoredBytes.Unreadable.class)
                .isThrownBy(() -> StoredBytes.read(bytes))
                .withMessage("no kind \"Gizmo\" is known for version \"v7\"");
    }

    private static byte[] write(String group, String version, String json, StorageFormat format) {
        try {
            ObjectTree object = Json.parse(json).asObject();
            String kind = object.text("kind");
            TypeSchema type = Schemas.builtIn()
                    .kind(new GroupVersionKind(group, version, kind))
                    .orElseThrow();
            return StoredBytes.writing(new GroupKind(group, kind), type, format).apply(object);
        } catch (dev.pilothouse.api.tree.MalformedJson e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
