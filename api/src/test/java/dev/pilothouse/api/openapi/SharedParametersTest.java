package dev.pilothouse.api.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.api.tree.Json;
import dev.pilothouse.api.tree.MalformedJson;
import dev.pilothouse.api.tree.ObjectTree;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SharedParametersTest {
    private static ObjectTree json(String text) throws MalformedJson {
        return Json.parse(text).asObject();
    }

    private static ObjectTree document(String parameter) throws MalformedJson {
        return SharedParameters.of(json("{\"paths\":{\"/a\":{\"get\":{\"parameters\":[" + parameter + "]}}}}"));
    }

    private static ObjectTree first(ObjectTree document) {
        ObjectTree get = document.object("paths").object("/a").object("get");
        return get.list("parameters").objects().getFirst();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"in":"query","name":"wait","type":"boolean","uniqueItems":true,"description":"waits"} | wait-zRz3TO1o
            {"in":"path","name":"namespace","type":"string","required":true,"description":"where"} | namespace-yrDV1fgV
            {"in":"body","name":"body","schema":{"$ref":"#/definitions/io.k8s.apimachinery.X"}}    | body-fhxDUf6b
            """)
    void whatManyOperationsTakeStandsAtTheRootByItsNameAndAHash(String parameter, String name) throws MalformedJson {
        ObjectTree shared = document(parameter);
        assertThat(first(shared).text("$ref")).isEqualTo("#/parameters/" + name);
        assertThat(shared.object("parameters")).isEqualTo(ObjectTree.of(name, json(parameter)));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"in":"path","name":"name","type":"string","required":true}
            {"in":"query","name":"dryRun","type":"string"}
            {"in":"query","name":"fieldValidation","type":"string"}
            {"in":"body","name":"body","schema":{"$ref":"#/definitions/io.k8s.api.core.v1.Pod"}}
            """)
    void whatSpeaksOfOneKindOrIsLookedForStaysWithTheOperation(String parameter) throws MalformedJson {
        assertThat(first(document(parameter))).isEqualTo(json(parameter));
    }

    @Test
    void whatIsSharedAlreadyStaysAsItIs() throws MalformedJson {
        ObjectTree once = document("{\"in\":\"query\",\"name\":\"wait\",\"type\":\"boolean\"}");
        assertThat(SharedParameters.of(once)).isEqualTo(once);
    }
}
