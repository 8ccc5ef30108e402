package dev.pilothouse.api.protobuf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pilothouse.api.schema.Decoding;
import dev.pilothouse.api.schema.GroupVersion;
import dev.pilothouse.api.schema.GroupVersionKind;
import dev.pilothouse.api.schema.Schemas;
import dev.pilothouse.api.schema.TypeSchema;
import dev.pilothouse.api.tree.Json;
import dev.pilothouse.api.tree.NullTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class ProtobufTest {

    /// An object as upstream stored it and as it answered it.
    record Stored(byte[] bytes, ObjectTree object) {
        @Override
        public String toString() {
            return object.text("kind") + " " + object.object("metadata").text("name");
        }

        TypeSchema type() {
            return Protobuf.typeOf(object, Schemas.builtIn()).orElseThrow();
        }
    }

    static List<Stored> stored() throws Exception {
        List<Stored> stored = new ArrayList<>();
        try (var in = new BufferedReader(new InputStreamReader(
                ProtobufTest.class.getResourceAsStream("stored.jsonl"), StandardCharsets.UTF_8))) {
            for (String line : in.lines().toList()) {
                ObjectTree entry = Json.parse(line).asObject();
                // The resource version is the store's, and no part of what is stored.
                ObjectTree object = entry.object("object").withAt(NullTree.ABSENT, "metadata", "resourceVersion");
                stored.add(new Stored(Base64.getDecoder().decode(entry.text("bytes")), object));
            }
        }
        return stored;
    }

    @ParameterizedTest
    @MethodSource("stored")
    void writesTheBytesThatUpstreamWrites(Stored stored) {
        byte[] written = Protobuf.write(stored.object(), stored.type());
        assertThat(HexFormat.of().formatHex(written)).isEqualTo(HexFormat.of().formatHex(stored.bytes()));
    }

    @ParameterizedTest
    @MethodSource("stored")
    void readsWhatUpstreamWrote(Stored stored) throws Exception {
        ObjectTree read = Protobuf.read(Protobuf.open(stored.bytes()), stored.type());
        Tree decoded = Decoding.asStored().object(read, stored.type());
        assertThat(Json.text(decoded)).isEqualTo(Json.text(stored.object()));
    }

    @Test
    void placesThatHoldASchemaOrSomethingElseComeBackAsTheyWere() throws Exception {
        String schema = """
                {"apiVersion":"apiextensions.k8s.io/v1","kind":"CustomResourceDefinition","metadata":{"name":"a.b"},\
                "spec":{"group":"b","names":{"kind":"A","plural":"a"},"scope":"Namespaced","versions":[{"name":"v1",\
                "schema":{"openAPIV3Schema":{"additionalProperties":false,"default":{"a":[1,null]},"dependencies":\
                {"x":["y"],"z":{"type":"object"}},"enum":["a",1,null],"items":{"type":"string"},"properties":{"free":\
                {"additionalProperties":true},"map":{"additionalProperties":{"maximum":1.5,"type":"number"}},"tuple":\
                {"items":[{"type":"string"},{"type":"integer"}]}}}},"served":true,"storage":true}]},\
                "status":{"acceptedNames":{"kind":"","plural":""},"conditions":null,"storedVersions":null}}""";
        ObjectTree definition = Json.parse(schema).asObject();
        TypeSchema type = Protobuf.typeOf(definition, Schemas.builtIn()).orElseThrow();
        byte[] bytes = Protobuf.write(definition, type);
        ObjectTree read = new Decoding().object(Protobuf.read(Protobuf.open(bytes), type), type);
        assertThat(Json.text(read.without("status"))).isEqualTo(Json.text(definition.without("status")));
    }

    /// What a real control plane stored, where the recordings are at hand; the samples beside this test always are.
    static List<byte[]> recorded() throws Exception {
        List<byte[]> recorded = new ArrayList<>();
        for (Stored sample : stored()) {
            recorded.add(sample.bytes());
        }
        String reference = System.getenv("PILOTHOUSE_REFERENCE");
        Path file = Path.of(reference == null ? "../../shared/reference" : reference).resolve("storage.jsonl");
        if (Files.exists(file)) {
            for (String line : Files.readAllLines(file)) {
                byte[] bytes = Base64.getDecoder().decode(Json.parse(line).asObject().text("valueBase64"));
                if (Protobuf.isEnvelope(bytes)) {
                    recorded.add(bytes);
                }
            }
        }
        return recorded;
    }

    @Test
    void whatIsReadIsWrittenAgainByteForByte() throws Exception {
        int compared = 0;
        for (byte[] bytes : recorded()) {
            Protobuf.Envelope envelope = Protobuf.open(bytes);
            GroupVersion version = GroupVersion.parse(envelope.apiVersion());
            Optional<TypeSchema> served = Schemas.builtIn()
                    .kind(new GroupVersionKind(version.group(), version.version(), envelope.kind()));
            if (served.isEmpty()) {
                continue; // stored in a version that isn't served, as a few kinds still are
            }
            TypeSchema type = served.get();
            ObjectTree object = Decoding.asStored().object(Protobuf.read(envelope, type), type);
            // JSON within an object stands there as somebody wrote it; in a tree it has one form.
            if (!HOLD_JSON.contains(envelope.kind())) {
                compared++;
                assertThat(HexFormat.of().formatHex(Protobuf.write(object, type)))
                        .as(Json.text(object))
                        .isEqualTo(HexFormat.of().formatHex(bytes));
            }
        }
        assertThat(compared).isGreaterThan(10);
    }

    private static final Set<String> HOLD_JSON = Set.of("ControllerRevision", "DeviceClass", "ResourceClaim", "ResourceClaimTemplate");

    @Test
    void aFrameHoldsTheEventInItsLength() throws Exception {
        Stored stored = stored().getFirst();
        byte[] frame = Protobuf.frame("ADDED", stored.object(), stored.type());
        assertThat(new java.io.DataInputStream(new java.io.ByteArrayInputStream(frame)).readInt())
                .isEqualTo(frame.length - 4);
        assertThat(HexFormat.of().formatHex(frame)).contains("0a0541444445441")
                .endsWith(HexFormat.of().formatHex(stored.bytes()));
    }

    @Test
    void aMessageCutAnywhereIsRefusedOrShorterButNeverBreaksTheReader() throws Exception {
        for (Stored stored : stored()) {
            for (int length = 0; length < stored.bytes().length; length += 7) {
                readOrRefuse(Arrays.copyOf(stored.bytes(), length), stored.type());
            }
        }
    }

    @Test
    void changedBytesAreRefusedOrReadButNeverBreakTheReader() throws Exception {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(7);
        for (Stored stored : stored()) {
            for (int round = 0; round < 300; round++) {
                byte[] bytes = stored.bytes().clone();
                for (int i = 0; i < 3; i++) {
                    bytes[random.nextInt(4, bytes.length)] = (byte) random.nextInt();
                }
                readOrRefuse(bytes, stored.type());
            }
        }
    }

    private static void readOrRefuse(byte[] bytes, TypeSchema type) {
        try {
            Protobuf.read(Protobuf.open(bytes), type);
        } catch (MalformedProtobuf refused) {
            assertThat(refused.getMessage()).isNotEmpty();
        }
    }

    @Test
    void endlessNestingIsRefused() {
        TypeSchema schema = Schemas.builtIn()
                .type("io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaProps");
        BackwardBuffer out = new BackwardBuffer(16);
        int not = schema.field("not").orElseThrow().number();
        for (int i = 0; i < 100_000; i++) {
            out.delimit(not, 0);
        }
        Protobuf.Envelope hostile = new Protobuf.Envelope("v1", "X", out.toBytes());
        assertThatThrownBy(() -> Protobuf.read(hostile, schema))
                .isInstanceOf(MalformedProtobuf.class)
                .hasMessageContaining("nested deeper");
    }

    @Test
    void aLengthBeyondTheEndIsRefusedBeforeAnythingIsMadeOfIt() {
        byte[] bytes = HexFormat.of().parseHex("0affffffff07");
        assertThatThrownBy(() -> Protobuf.read(
                        new Protobuf.Envelope("v1", "Pod", bytes),
                        Schemas.builtIn().type("io.k8s.api.core.v1.Pod")))
                .isInstanceOf(MalformedProtobuf.class)
                .hasMessage("unexpected EOF");
    }
}
