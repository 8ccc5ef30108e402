package dev.pilothouse.api.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlainJsonTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"b\":1,\"a\":[true,false,null,-12,0,[],{}]}",
                "{\"yes\":\"no\",\"1\":\"2\",\"true\":\"null\",\"~\":\"0777\"}",
                "{\n  \"a\" : \"x: y # z\",\n  \"b\": \"- {}[],&*!|>%@`\"\n}\n",
                "{\"text\":\"a \\\"quoted\\\" line\\nand\\ta tab \\\\ end\\b\\f\\r\"}",
                "# it's \"quoted\n# once\n{\"a\":1}\n",
                "{\"long\":123456789012345678,\"e\":\"1e3 1.5\"}",
            })
    void whatIsPlainIsTheSameAsYaml(String text) throws MalformedYaml {
        assertThat(PlainJson.read(text.getBytes(StandardCharsets.UTF_8))).contains(Yaml.parse(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a: b",
                "#",
                "# nothing else\n",
                "# caf\u00e9\n{}",
                "\n# late\n{}",
                "# before\na: b",
                "[1]",
                " {}",
                "{\"a\":1.5}",
                "{\"a\":1e3}",
                "{\"a\":-0}",
                "{\"a\":1234567890123456789}",
                "{\"a\":\"\\u00e9\"}",
                "{\"a\":\"\\/\"}",
                "{\"a\":\"é\"}",
                "{\t\"a\":1}",
                "{\"a\":\"x\ny\"}",
                "{\"<<\":{\"a\":1}}",
                "{\"a\":1,\"a\":2}",
                "{a: 1}",
                "{\"a\":1}\n---\n{}",
                "{\"a\":",
                "{\"a\":\"\\",
            })
    void everythingElseIsLeftToYaml(String text) {
        assertThat(PlainJson.read(text.getBytes(StandardCharsets.UTF_8))).isEmpty();
    }
}
