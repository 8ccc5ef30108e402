package dev.pilothouse.api.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class JsonTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{\"b\":1,\"a\":2} | {\"a\":2,\"b\":1}",
                " [ 1 , 2.50 , -0 , 1E3 , 1e-7, 1e30 ] | [1,2.5,0,1000.0,1e-7,1e+30]",
                "{\"a\":1,\"a\":2} | {\"a\":2}",
                "\"\\u00e9\\/\\n\\u0001\" | \"é/\\n\\u0001\"",
                "\"\\ud83d\\ude00\\ud800x\" | \"😀\uFFFDx\"",
                "{\"spec\":{\"zz\":null,\"name\":true},\"kind\":\"x\"} | {\"kind\":\"x\",\"spec\":{\"name\":true,\"zz\":null}}",
                "[] | []",
                "{} | {}",
                "[[],{},[{}]] | [[],{},[{}]]",
                "9223372036854775807 | 9223372036854775807",
                "9223372036854775808 | 9223372036854776000",
                "12345678901234567890 | 12345678901234567000",
                "-1e20 | -100000000000000000000",
                "{\"x\\\"y\":1,\"x\":[{\"q\":1,\"b\":{}}]} | {\"x\":[{\"b\":{},\"q\":1}],\"x\\\"y\":1}",
            })
    void writesTheCanonicalFormOfWhatItReads(String input, String canonical) throws MalformedJson {
        Tree tree = Json.parse(input);
        assertThat(Json.text(tree)).isEqualTo(canonical);
        Tree again = Json.parse(canonical);
        assertThat(again).isEqualTo(tree).hasSameHashCodeAs(tree);
        assertThat(Json.text(again)).isEqualTo(canonical);
    }

    @ParameterizedTest
    @ValueSource(strings = {"?", "a?b", "\ud800", "a\udc00?", "\ud83e\uddc0?", "ä", "\u007f", "\u001f", "a\"b", "\\"})
    void aTextIsWrittenTheSameInEveryWay(String text) throws MalformedJson {
        ObjectTree built = ObjectTree.EMPTY.with("own?\"name", text);
        String sealed = Json.text(Json.seal(built));
        assertThat(sealed).isEqualTo(Json.text(built));
        String whole = text.codePoints()
                .map(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? '\ufffd' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        assertThat(Json.parse(sealed).asObject().text("own?\"name")).isEqualTo(whole);
    }

    @Test
    void whatIsSealedStaysAsItIsWhateverIsSealedBesideAndAfterIt() {
        List<ObjectTree> built = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            built.add(ObjectTree.EMPTY.with("n", i).with("text", ("\"" + i).repeat(i % 7 == 0 ? 5_000 : i)));
        }
        List<ObjectTree> sealed = built.parallelStream().map(Json::seal).toList();
        for (int i = 0; i < built.size(); i++) {
            assertThat(sealed.get(i)).isEqualTo(built.get(i));
            assertThat(sealed.get(i).number("n")).isEqualTo(i);
            assertThat(Json.text(sealed.get(i))).isEqualTo(Json.text(built.get(i)));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 7, -7, 10, 1_000_000_007, -(1L << 53) - 1, Long.MAX_VALUE, Long.MIN_VALUE})
    void anIntegerIsReadToTheLastDigit(long number) throws MalformedJson {
        Tree read = Json.parse("[" + number + "]").asList().get(0);
        assertThat(read.asLong()).isEqualTo(number);
        assertThat(read.asDouble()).isEqualTo(number);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a", "\\n", "\\u0000", "ä"})
    void onlyATextWithoutAnythingInItIsEmpty(String json) throws MalformedJson {
        ObjectTree read = Json.parse("{\"text\":\"" + json + "\"}").asObject();
        assertThat(((TextTree) read.get("text")).isEmpty()).isEqualTo(json.isEmpty());
        assertThat(read.hasText("text")).isEqualTo(!json.isEmpty());
        assertThat(read.hasText("missing")).isFalse();
        assertThat(ObjectTree.EMPTY.with("text", read.text("text")).hasText("text")).isEqualTo(!json.isEmpty());
    }

    @Test
    void aFieldIsFoundAmongOthersWhoeverGaveThemTheirNames() throws MalformedJson {
        ObjectTree object = Json.parse("{\"a/own\":1,\"apiVersion\":2,\"b/own\":[{}],\"kind\":{\"x/own\":4},\"z/own\":5}").asObject();
        for (ObjectTree.Field field : object.fields()) {
            assertThat(object.get(field.name())).as(field.name()).isEqualTo(field.value());
        }
        for (String missing : List.of("a", "affinity", "b", "image", "metadata", "volumes", "a/owner", "zz")) {
            assertThat(object.has(missing)).as(missing).isFalse();
        }
    }

    @Test
    void laysOutForPeopleAsGoDoes() throws MalformedJson {
        Tree tree = Json.parse("{\"a\":{},\"b\":[1,{\"c\":\"x{,:\\\"\"}],\"d\":[]}");
        assertThat(new String(Json.indented(tree), StandardCharsets.UTF_8)).isEqualTo("""
                {
                  "a": {},
                  "b": [
                    1,
                    {
                      "c": "x{,:\\""
                    }
                  ],
                  "d": []
                }""");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "~~ | unexpected end of JSON input",
                "{ | unexpected end of JSON input",
                "{\"a\" | unexpected end of JSON input",
                "{a:1} | invalid character 'a' looking for beginning of object key string",
                "{\"a\" 1} | invalid character '1' after object key",
                "{\"a\":1 2} | invalid character '2' after object key:value pair",
                "[1 2] | invalid character '2' after array element",
                "[1,] | invalid character ']' looking for beginning of value",
                "{\"a\":1,} | invalid character '}' looking for beginning of object key string",
                "tru | unexpected end of JSON input",
                "trux | invalid character 'x' in literal true (expecting 'e')",
                "1.x | invalid character 'x' after decimal point in numeric literal",
                "1ex | invalid character 'x' in exponent of numeric literal",
                "-x | invalid character 'x' in numeric literal",
                "01 | invalid character '1' after top-level value",
                "\"\\q\" | invalid character 'q' in string escape code",
                "\"\\u12g4\" | invalid character 'g' in \\u hexadecimal character escape",
                "{} x | invalid character 'x' after top-level value",
                "\uFEFF{} | invalid character 'ï' looking for beginning of value",
                "NaN | invalid character 'N' looking for beginning of value",
            })
    void refusesWhatIsNoJsonInTheWordsThatClientsKnow(String input, String message) {
        assertThatExceptionOfType(MalformedJson.class)
                .isThrownBy(() -> Json.parse(input))
                .withMessage(message);
    }

    @Test
    void namesEveryFieldThatStandsTwice() throws MalformedJson {
        Json.Parsed parsed = Json.parseNotingDuplicates(
                "{\"spec\":{\"list\":[{},{\"name\":1,\"x\":1,\"name\":2,\"name\":3}]},\"kind\":1,\"kind\":2}"
                        .getBytes(StandardCharsets.UTF_8));
        assertThat(parsed.duplicates()).containsExactly("kind", "spec.list[1].name", "spec.list[1].name");
        assertThat(parsed.tree().at("spec").asObject().list("list").get(1).at("name").asLong())
                .isEqualTo(3);
    }

    @Test
    void readsTenThousandLevelsAndRefusesOneMore() throws MalformedJson {
        String deep = "[".repeat(10_000) + "]".repeat(10_000);
        Tree tree = Json.parse(" " + deep);
        assertThat(Json.text(tree)).isEqualTo(deep);
        assertThat(Json.text(ObjectTree.of("a", tree))).isEqualTo("{\"a\":" + deep + "}");
        assertThatExceptionOfType(MalformedJson.class)
                .isThrownBy(() -> Json.parse("[" + deep + "]"))
                .withMessage("exceeded max depth");
    }

    @Test
    void replacesMalformedBytes() throws MalformedJson {
        byte[] input = {'"', 'a', (byte) 0xff, 'b', (byte) 0xed, (byte) 0xa0, (byte) 0x80, '"'};
        assertThat(Json.parse(input).asText()).startsWith("a\uFFFDb\uFFFD");
    }

    @Test
    void editsShareWhatTheyLeaveAndSealingIsTheSameAsParsing() throws MalformedJson {
        for (int seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            Tree built = random(random, 4);
            Tree sealed = Json.seal(built);
            Tree parsed = Json.parse(Json.write(built));
            assertThat(sealed).as("seed %d", seed).isEqualTo(built).isEqualTo(parsed);
            assertThat(built).isEqualTo(sealed).hasSameHashCodeAs(sealed);
            if (sealed instanceof ObjectTree object) {
                ObjectTree edited = object.with("kind", sealed).withAt(parsed, "spec", "template", "x y");
                assertThat(Json.parse(Json.text(edited))).isEqualTo(edited).isEqualTo(Json.seal(edited));
                assertThat(edited.at("spec", "template", "x y")).isEqualTo(built);
                assertThat(edited.without("kind").without("spec").names())
                        .isEqualTo(object.without("kind").without("spec").names());
            }
        }
    }

    @Test
    void absentReadsAsZeroAllTheWayDown() {
        assertThat(ObjectTree.EMPTY.at("spec", "containers").asList()).isEmpty();
        assertThat(ObjectTree.EMPTY.text("kind")).isEmpty();
        assertThat(ObjectTree.EMPTY.get("kind").isAbsent()).isTrue();
    }

    private static Tree random(Random random, int depth) {
        return switch (random.nextInt(depth > 0 ? 8 : 6)) {
            case 0 -> Tree.of(random.nextLong());
            case 1 -> Tree.of(random.nextGaussian());
            case 2 -> Tree.of(random.nextBoolean());
            case 3 -> NullTree.NULL;
            case 4 -> Tree.of("plain");
            case 5 -> Tree.of("q\"\\\n\u0003é😀" + random.nextInt());
            case 6 -> {
                List<Tree> values = new ArrayList<>();
                for (int i = random.nextInt(5); i > 0; i--) {
                    values.add(random(random, depth - 1));
                }
                yield ListTree.of(values);
            }
            default -> {
                ObjectTree.Builder builder = ObjectTree.builder();
                for (int i = random.nextInt(6); i > 0; i--) {
                    String name = List.of("kind", "spec", "x", "é", "a\"b", "metadata", "zz")
                            .get(random.nextInt(7));
                    builder.put(name, random(random, depth - 1));
                }
                yield builder.build();
            }
        };
    }
}
