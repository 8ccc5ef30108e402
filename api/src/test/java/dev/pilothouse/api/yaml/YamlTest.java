package dev.pilothouse.api.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.pilothouse.api.tree.Json;
import dev.pilothouse.api.tree.MalformedJson;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class YamlTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "yes | true", "No | false", "on | true", "off | false", "y | true", "`''` | \"\"", "~ | null",
                "0777 | 511", "0o17 | 15", "0x1F | 31", "-0b11 | -3", "1_000 | 1000", "089 | 89", "1e3 | 1000",
                "1.5 | 1.5", ".5 | 0.5", "1.0 | 1", "+1 | 1", "12:30:45 | \"12:30:45\"", "2001-12-14 | \"2001-12-14\"",
                "'yes' | \"yes\"", "!!str 1 | \"1\"", "!!int \"1\" | 1", "! 1 | \"1\"", "1Gi | \"1Gi\"", "- | [null]",
                "- - a | [[\"a\"]]", "1: a | {\"1\":\"a\"}", "true: a | {\"true\":\"a\"}", "-x | \"-x\"", "1.2.3 | \"1.2.3\"",
                "9223372036854775807 | 9223372036854775807", "a: {b: [1, x]} | {\"a\":{\"b\":[1,\"x\"]}}"
            })
    void readsScalarsAsGoDoes(String yaml, String json) throws MalformedYaml {
        assertThat(Json.text(Yaml.parse(yaml))).isEqualTo(json);
    }

    @Test
    void mergesMappings() throws MalformedYaml {
        assertThat(Json.text(Yaml.parse("""
                base: &base {a: 1, b: 2}
                more: &more {b: 3, c: 4}
                one:
                  <<: *base
                  b: 5
                two:
                  <<: [*base, *more]
                """)))
                .isEqualTo("""
                {"base":{"a":1,"b":2},"more":{"b":3,"c":4},"one":{"a":1,"b":5},"two":{"a":1,"b":2,"c":4}}""");
    }

    @Test
    void splitsDocuments() throws MalformedYaml {
        assertThat(Yaml.parseAll("---\na: 1\n---\n# nothing\n---\nb: 2\n".getBytes(StandardCharsets.UTF_8)))
                .hasToString("[{\"a\":1}, {\"b\":2}]");
        assertThat(Yaml.parse("").isNull()).isTrue();
    }

    @Test
    void notesDuplicateKeys() throws MalformedYaml {
        Yaml.Parsed parsed = Yaml.parseNotingDuplicates("a: 1\nb:\n  c: 1\n  c: 2\na: 3\n".getBytes(StandardCharsets.UTF_8));
        assertThat(parsed.duplicates())
                .containsExactly("line 4: key \"c\" already set in map", "line 5: key \"a\" already set in map");
        assertThat(Json.text(parsed.tree())).isEqualTo("{\"a\":3,\"b\":{\"c\":2}}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`a: [b\n` | yaml: line 1: did not find expected ',' or ']'",
                "`a: [` | yaml: line 1: did not find expected node content",
                "`a: [\n b` | yaml: line 2: did not find expected ',' or ']'",
                "`a: {b` | yaml: line 1: did not find expected ',' or '}'",
                "`a: }` | yaml: did not find expected node content",
                "`a: \u0007b` | yaml: control characters are not allowed",
                "`a: b: c` | yaml: mapping values are not allowed in this context",
                "`x: 1\na: b: c` | yaml: line 2: mapping values are not allowed in this context",
                "`a: *b` | yaml: unknown anchor 'b' referenced",
                "`a: &b [*b]` | yaml: anchor 'b' value contains itself",
                "`a: 1\n\tb: 2` | yaml: line 2: found character that cannot start any token",
                "`{[a]: 1}` | yaml: line 1: invalid map key",
                "`!!int x` | yaml: cannot decode !!str `x` as a !!int",
            })
    void refusesInTheWordsThatClientsKnow(String yaml, String message) {
        assertThatExceptionOfType(MalformedYaml.class)
                .isThrownBy(() -> Yaml.parse(yaml))
                .withMessage(message);
    }

    @Test
    void refusesDocumentsThatAreMostlyCopies() {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x,x,x,x,x,x,x,x,x]\n");
        for (int i = 1; i < 12; i++) {
            String last = "*a" + (i - 1) + ",";
            bomb.append("a%d: &a%d [%s]\n".formatted(i, i, last.repeat(9)));
        }
        assertThatExceptionOfType(MalformedYaml.class)
                .isThrownBy(() -> Yaml.parse(bomb.toString()))
                .withMessageContaining("excessive aliasing");
        assertThatExceptionOfType(MalformedYaml.class)
                .isThrownBy(() -> Yaml.parse("[".repeat(100_000)))
                .withMessageContaining("exceeded max depth");
    }

    @Test
    void writesBlocks() throws MalformedJson, MalformedYaml {
        String json = """
                {"a10":1,"a2":["x",{"y":[],"z":{}}],"b":"true","c":"1","d":"","e":"two\\nlines\\n","f":null,\
                "g":"2001-12-14","h":1.5,"i":"it's: fine","j":"- x","k":"plain text"}""";
        String yaml = Yaml.write(Json.parse(json));
        assertThat(yaml).isEqualTo("""
                a2:
                - x
                - "y": []
                  z: {}
                a10: 1
                b: "true"
                c: "1"
                d: ""
                e: |
                  two
                  lines
                f: null
                g: "2001-12-14"
                h: 1.5
                i: 'it''s: fine'
                j: '- x'
                k: plain text
                """);
        assertThat(Yaml.parse(yaml)).isEqualTo(Json.parse(json));
    }
}
