package dev.pilothouse.api.roundtrip;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.api.protobuf.Protobuf;
import dev.pilothouse.api.schema.ApiResource;
import dev.pilothouse.api.schema.ApiResources;
import dev.pilothouse.api.schema.Decoding;
import dev.pilothouse.api.schema.GroupVersionKind;
import dev.pilothouse.api.schema.Schemas;
import dev.pilothouse.api.schema.TypeSchema;
import dev.pilothouse.api.tree.Json;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import dev.pilothouse.api.yaml.Yaml;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// An object is the same object in each of its forms.
final class RoundTripTest {
    /// Objects of each kind; the seed of each is its number.
    private static final int OBJECTS = 25;

    private static final Set<String> STREAMS =
            Set.of("PodAttachOptions", "PodExecOptions", "PodPortForwardOptions", "PodProxyOptions", "NodeProxyOptions", "ServiceProxyOptions");

    static List<GroupVersionKind> kinds() {
        return ApiResources.builtIn().all().stream()
                .flatMap(resource -> Stream.concat(
                        Stream.of(resource.groupVersionKind()),
                        resource.subresources().stream().map(ApiResource.Subresource::kind)))
                .distinct()
                // Their bodies are streams of bytes, not objects that are sent or stored.
                .filter(kind -> !STREAMS.contains(kind.kind()))
                .toList();
    }

    /// One way to another form and back.
    private interface Trip {
        Tree goAndReturn(ObjectTree object, TypeSchema type) throws Exception;
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void throughJson(GroupVersionKind kind) {
        check(kind, (object, _) -> Json.parse(Json.write(object)));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void throughIndentedJson(GroupVersionKind kind) {
        check(kind, (object, _) -> Json.parse(Json.indented(object)));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void throughYaml(GroupVersionKind kind) {
        check(kind, (object, _) -> Yaml.parse(Yaml.write(object)));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void throughTheDecoderAgain(GroupVersionKind kind) {
        check(kind, (object, type) -> Decoding.asStored().object(object, type));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void throughProtobuf(GroupVersionKind kind) {
        check(kind, (object, type) -> {
            Protobuf.Envelope envelope = Protobuf.open(Protobuf.write(object, type));
            return Decoding.asStored().object(Protobuf.read(envelope, type), type);
        });
    }

    private static void check(GroupVersionKind kind, Trip trip) {
        TypeSchema type = Schemas.builtIn().kind(kind).orElseThrow();
        for (int seed = 0; seed < OBJECTS; seed++) {
            ObjectTree object = new ObjectGenerator(new SplittableRandom(seed)).object(type);
            if (!difference(object, type, trip).isEmpty()) {
                ObjectTree smallest =
                        Shrinking.smallest(object, each -> !difference(each, type, trip).isEmpty());
                assertThat(difference(smallest, type, trip))
                        .as("seed %d, made smaller: %s", seed, Json.text(smallest))
                        .isEmpty();
            }
        }
    }

    /// What came back where something else was sent, or why nothing did; empty where all is well.
    private static String difference(ObjectTree generated, TypeSchema type, Trip trip) {
        try {
            ObjectTree object = Json.seal(Decoding.asStored().object(generated, type));
            String sent = Json.text(object);
            String back = Json.text(trip.goAndReturn(object, type));
            return back.equals(sent) ? "" : "sent " + sent + "\nback " + back;
        } catch (Exception | StackOverflowError e) {
            return e.toString();
        }
    }

    @Test
    void aFailureIsMadeAsSmallAsItCanBe() throws Exception {
        ObjectTree large = Json.parse("{\"a\":[1,{\"b\":\"xxbadxx\"},3],\"c\":{\"d\":true}}").asObject();
        assertThat(Json.text(Shrinking.smallest(large, each -> Json.text(each).contains("ad"))))
                .isEqualTo("{\"a\":[{\"b\":\"ad\"}]}");
    }
}
