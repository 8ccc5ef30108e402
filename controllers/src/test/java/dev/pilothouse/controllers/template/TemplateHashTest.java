package dev.pilothouse.controllers.template;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.api.tree.Json;
import dev.pilothouse.api.tree.ObjectTree;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TemplateHashTest {

    static Stream<Arguments> templates() throws IOException {
        try (InputStream in = Objects.requireNonNull(TemplateHashTest.class.getResourceAsStream("hashes.tsv"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> Arguments.of((Object[]) line.split("\t")));
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("templates")
    void namesATemplateAsUpstreamDoes(String name, String hash, String template) throws Exception {
        assertThat(TemplateHash.of(tree(template), 0)).isEqualTo(hash);
    }

    @Test
    void givesWayToACollisionInTheSameWayEachTime() throws Exception {
        ObjectTree template = tree("{\"metadata\":{\"labels\":{\"app\":\"web\"}}}");
        assertThat(Stream.of(0, 1, 2).map(count -> TemplateHash.of(template, count)).distinct())
                .hasSize(3);
        assertThat(TemplateHash.of(template, 1)).isEqualTo(TemplateHash.of(template, 1));
    }

    private static ObjectTree tree(String json) throws Exception {
        return Json.parse(json.getBytes(StandardCharsets.UTF_8)).asObject();
    }
}
