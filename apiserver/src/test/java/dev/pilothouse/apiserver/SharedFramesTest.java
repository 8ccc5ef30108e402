package dev.pilothouse.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.api.protobuf.Protobuf;
import dev.pilothouse.api.schema.Schemas;
import dev.pilothouse.api.tree.Json;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.apiserver.http.HttpResponse.Frame;
import dev.pilothouse.apiserver.request.Form;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Frames that are alike are one, and no watch gets another one's.
class SharedFramesTest {
    private static final Form JSON = new Form(Form.Encoding.JSON, Form.Shape.WHOLE, "");
    private static final Form PROTOBUF = new Form(Form.Encoding.PROTOBUF, Form.Shape.WHOLE, "");

    private final SharedFrames frames = new SharedFrames();

    @Test
    void watchesOfOneChangeGetTheSameBytes() {
        ObjectTree object = object("a", "");
        List<Json.Bytes> first = frames.encode(new Frame("ADDED", object), JSON);
        assertThat(frames.encode(new Frame("ADDED", object), JSON)).isSameAs(first);
        assertThat(text(first)).isEqualTo("{\"type\":\"ADDED\",\"object\":" + Json.text(object) + "}\n");
    }

    @Test
    void anotherTypeOfTheSameObjectIsAnotherFrame() {
        ObjectTree object = object("a", "");
        frames.encode(new Frame("ADDED", object), JSON);
        assertThat(text(frames.encode(new Frame("DELETED", object), JSON))).startsWith("{\"type\":\"DELETED\"");
        assertThat(text(frames.encode(new Frame("ADDED", object), JSON))).startsWith("{\"type\":\"ADDED\"");
    }

    @Test
    void eachEncodingHasItsOwnFrame() {
        ObjectTree object = object("a", "");
        String json = text(frames.encode(new Frame("ADDED", object), JSON));
        byte[] message = Protobuf.frame(
                "ADDED", object, Protobuf.typeOf(object, Schemas.builtIn()).orElseThrow());
        assertThat(frames.encode(new Frame("ADDED", object), PROTOBUF).getFirst().copy())
                .isEqualTo(message);
        assertThat(text(frames.encode(new Frame("ADDED", object), JSON))).isEqualTo(json);
    }

    /// Many more objects than there is room for, in an order that has them meet.
    @Test
    void whoComesWhenTheRoomIsTakenGetsItsOwnBytesAllTheSame() {
        List<ObjectTree> objects = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            objects.add(object("o" + i, ""));
        }
        for (int round = 0; round < 2; round++) {
            for (ObjectTree object : objects) {
                assertThat(text(frames.encode(new Frame("MODIFIED", object), JSON)))
                        .isEqualTo("{\"type\":\"MODIFIED\",\"object\":" + Json.text(object) + "}\n");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 60_000})
    void aFrameOfModestLengthIsKept(int bytes) {
        Frame frame = new Frame("ADDED", object("a", "x".repeat(bytes)));
        assertThat(frames.encode(frame, JSON)).isSameAs(frames.encode(frame, JSON));
    }

    @ParameterizedTest
    @ValueSource(ints = {65_536, 1_000_000})
    void aLongerOneIsMadeForEach(int bytes) {
        Frame frame = new Frame("ADDED", object("a", "x".repeat(bytes)));
        List<Json.Bytes> first = frames.encode(frame, JSON);
        assertThat(frames.encode(frame, JSON)).isNotSameAs(first);
        assertThat(text(frames.encode(frame, JSON))).isEqualTo(text(first));
    }

    private static ObjectTree object(String name, String content) {
        return ObjectTree.builder()
                .put("kind", "ConfigMap")
                .put("apiVersion", "v1")
                .put("metadata", ObjectTree.EMPTY.with("name", name))
                .put("data", ObjectTree.EMPTY.with("content", content))
                .build();
    }

    private static String text(List<Json.Bytes> frame) {
        StringBuilder all = new StringBuilder();
        frame.forEach(part ->
                all.append(new String(part.array(), part.offset(), part.length(), StandardCharsets.UTF_8)));
        return all.toString();
    }
}
