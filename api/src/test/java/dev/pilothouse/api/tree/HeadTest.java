package dev.pilothouse.api.tree;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class HeadTest {
    private static final Head TYPE = new Head(object("{\"apiVersion\":\"v1\",\"kind\":\"Pod\"}"));

    static Stream<String> objects() {
        return Stream.of(
                "{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"metadata\":{\"name\":\"a\"},\"spec\":{\"containers\":[{\"name\":\"kind\"}]}}",
                "{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"status\":null}",
                "{\"apiVersion\":\"v1\",\"kind\":\"Pod\"}",
                "{\"apiVersion\":\"v1\",\"data\":{\"a\":\"b\"},\"kind\":\"Pod\",\"metadata\":{}}",
                "{\"apiVersion\":\"v2\",\"kind\":\"Pod\",\"metadata\":{}}",
                "{\"apiVersion\":\"v1\",\"kind\":\"Pods\",\"metadata\":{}}",
                "{\"kind\":\"Pod\",\"metadata\":{}}",
                "{\"action\":1,\"apiVersion\":\"v1\",\"kind\":\"Pod\"}",
                "{}");
    }

    @ParameterizedTest
    @MethodSource("objects")
    void cutOffNobodySeesIt(String json) {
        for (ObjectTree whole : new ObjectTree[] {object(json), object(json).unfolded(), object("{\"in\":" + json + "}").object("in")}) {
            ObjectTree expected = whole.without("kind").without("apiVersion");

            ObjectTree cut = TYPE.cutFrom(whole);

            assertThat(cut).isEqualTo(expected).hasSameHashCodeAs(expected);
            assertThat(expected).isEqualTo(cut);
            assertThat(cut.names()).isEqualTo(expected.names());
            assertThat(cut.size()).isEqualTo(expected.size());
            assertThat(cut.get("kind").isAbsent()).isTrue();
            assertThat(cut.get("apiVersion").isAbsent()).isTrue();
            assertThat(cut.object("metadata")).isEqualTo(expected.object("metadata"));
            assertThat(cut.with("kind", Tree.of("Pod"))).isEqualTo(expected.with("kind", Tree.of("Pod")));
            assertThat(cut).hasToString(expected.toString());
        }
    }

    @ParameterizedTest
    @MethodSource("objects")
    void whatIsLeftIsWrittenMeasuredAndSealedAsItself(String json) {
        ObjectTree whole = object(json);
        String expected = "[" + Json.text(whole.without("kind").without("apiVersion")) + "]";

        ListTree list = ListTree.of(TYPE.cutFrom(whole));

        assertThat(Json.text(list)).isEqualTo(expected);
        assertThat(Length.of(list).bytes()).isEqualTo(expected.length());
        assertThat(Measure.bytes(list)).isEqualTo(expected.length());
        assertThat(Json.text(Json.seal(list))).isEqualTo(expected);
        ByteArrayOutputStream pieces = new ByteArrayOutputStream();
        Pieces.write(list, pieces::write);
        assertThat(pieces.toString(StandardCharsets.UTF_8)).isEqualTo(expected);
    }

    @Test
    void anObjectThatRestsIsWrittenWithoutWakingIt() {
        SliceObject whole = (SliceObject) object("{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"metadata\":{\"name\":\"a\"}}");
        Json.rest(whole);

        ListTree list = ListTree.of(TYPE.cutFrom(whole));

        assertThat(Length.of(list).bytes()).isEqualTo(Json.text(list).length());
        assertThat(whole.document().isResting()).isTrue();
    }

    private static ObjectTree object(String json) {
        try {
            return Json.parse(json).asObject();
        } catch (MalformedJson e) {
            throw new AssertionError(e);
        }
    }
}
