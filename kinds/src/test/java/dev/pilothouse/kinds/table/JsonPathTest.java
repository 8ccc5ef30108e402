package dev.pilothouse.kinds.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.api.tree.Json;
import dev.pilothouse.api.tree.MalformedJson;
import dev.pilothouse.api.tree.ObjectTree;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonPathTest {
    private static final ObjectTree BOAT = read("""
            {"spec":{"crew":3,"a.b":"dotted","name":"lisa","mate":["a<b"],"fast":true},
             "status":{"conditions":[{"type":"Ready","status":"True"},{"type":"Afloat","status":"False","depth":4}],
                       "ports":["kiel","riga","turku"]},
             "log":{"sailed":"","miles":9007199254740993,"knots":4.5,"knot":1.0,"grains":1e21,"waves":1e-9,"drops":12345678.9,"whole":1e20,
                    "most":9223372036854775807,"never":"0001-01-01T00:00:00Z","since":"0001-01-01T01:00:00+01:00","none":[null]},
             "lists":[{"of":[1]},{"of":[]},{"of":[2],"large":9007199254740993}]}
            """);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                ".spec.crew | [3]",
                "$.spec.name | ['lisa']",
                ".spec['name'] | ['lisa']",
                ".spec.a\\.b | ['dotted']",
                ".spec.none | []",
                ".spec.none.deeper | []",
                ".status.ports[0] | ['kiel']",
                ".status.ports[-1] | ['turku']",
                ".status.ports[7] | []",
                ".status.ports[0:2] | ['kiel','riga']",
                ".status.ports[::2] | ['kiel','turku']",
                ".status.ports[*] | ['kiel','riga','turku']",
                ".status.ports[0,2] | ['kiel','turku']",
                ".status.conditions[*].type | ['Ready','Afloat']",
                ".status.conditions[?(@.type==\"Ready\")].status | ['True']",
                ".status.conditions[?(@.type=='Afloat')].status | ['False']",
                ".status.conditions[?(@.type!='Afloat')].status | ['True']",
                ".status.conditions[?(@.depth>3)].type | ['Afloat']",
                ".status.conditions[?(@.depth)].type | ['Afloat']",
                "..depth | [4]",
                ".status.ports[0:7] | []",
                ".status.ports[1:1] | []",
                ".status.ports[0,7] | []",
                ".status.ports[*][0] | []",
                ".status[0].ports | []",
                ".status.conditions[?(@.depth>3.5)].type | []",
                ".status.conditions[?(@.status>3)].type | []",
                ".status.conditions[?(@.none>3)].type | []",
                ".status[?(@.depth)] | []",
                ".spec[*] | []",
                ".spec['a.b'] | []",
                ".spec.['crew'] | []",
                ". | []",
                ".spec. | []",
                ".spec .crew | [3]",
                ".spec.name.* | [108,105,115,97]",
                ".spec.crew.. | []",
                ".spec.crew}{.spec.name | [3]",
                ".spec.crew}-{.spec.name | [3]",
                ".spec.crew}- | [3]",
                ".status.ports[] | ['kiel']",
                ".lists[*].of[*] | [1]",
                ".lists[?(@.large==9007199254740992)].of | []",
                ".status.conditions[?(\"\\u0052eady\"==@.type)].status | ['True']",
            })
    void aPathFindsWhatStandsThere(String path, String found) {
        assertThat(JsonPath.parse(path).orElseThrow().find(BOAT).toString().replace(" ", ""))
                .isEqualTo(found.replace('\'', '"'));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ".spec[",
                ".spec['a'",
                ".spec[?(@.x==)]",
                ".spec[x]",
                ".spec[\"a\"]",
                ".spec[\"a\",\"b\"]",
                ".spec['a']b']",
                ".spec[?(@.a in [\"b\"])]",
                ".spec[?(@.a > 1 && @.a < 3)]",
                ".spec[?(@.a==\"b\\q\")]",
                ".spec..*",
                ".spec....a",
                ".spec]",
                ".spec{",
                ".spec,.a",
                ".spec\n",
                ".spec}{]",
            })
    void whatIsNoPathIsNotRead(String path) {
        assertThat(JsonPath.parse(path)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "string | .spec.name | 'lisa'",
                "string | .spec.crew | '3'",
                "string | .status.ports | '[\"kiel\",\"riga\",\"turku\"]'",
                "string | .status.ports[*] | 'kiel'",
                "string | .spec.mate | '[\"a\\\\u003cb\"]'",
                "string | .spec.none | null",
                "integer | .spec.crew | 3",
                "integer | .spec.name | null",
                "number | .spec.crew | 3",
                "number | .log.most | 9223372036854776000",
                "number | .log.miles | 9007199254740992",
                "number | .log.whole | 100000000000000000000",
                "number | .log.knots | 4.5",
                "number | .log.knot | 1",
                "integer | .log.most | 9223372036854775807",
                "string | .log.most | '9223372036854775807'",
                "string | .log.knots | '4.5'",
                "string | .log.waves | '1e-09'",
                "string | .log.drops | '1.23456789e+07'",
                "string | .log.whole | '1e+20'",
                "string | .log.none[0] | '<no value>'",
                "string | .spec.name.* | '108'",
                "integer | .spec.name.* | null",
                "number | .spec.name.* | null",
                "date | .log.never | '<unknown>'",
                "date | .log.since | '<unknown>'",
                "boolean | .spec.fast | true",
                "boolean | .spec.name | null",
                "integer | .log.miles | 9007199254740993",
                "integer | .log.knots | 4",
                "integer | .log.grains | -9223372036854775808",
                "date | .spec.name | '<invalid>'",
                "date | .log.sailed | '<unknown>'",
                "date | .log.none | null",
            })
    void aCellShowsTheFirstValueOfItsColumnsType(String type, String path, String cell) {
        Column column = PrinterColumn.of(ObjectTree.EMPTY.with("name", "C").with("type", type).with("jsonPath", path))
                .orElseThrow();
        String shown = column.cell().of(BOAT, Instant.EPOCH).toString();
        assertThat(shown.replace("\\\"", "\"").replaceAll("^\"|\"$", ""))
                .isEqualTo(cell.replaceAll("^'|'$", ""));
    }

    @Test
    void aKindWithoutColumnsShowsItsAge() {
        assertThat(Columns.custom(read("{\"c\":[]}").list("c")).columns().stream().map(Column::name))
                .containsExactly("Name", "Age");
    }

    @Test
    void theFirstPathThatCannotBeReadTakesTheColumnsAfterItAlong() {
        ObjectTree definition = read("""
                {"c":[{"name":"A","type":"string","jsonPath":".a"},
                      {"name":"B","type":"string","jsonPath":".b[\\"c\\"]"},
                      {"name":"C","type":"string","jsonPath":".c"}],
                 "none":[{"name":"B","type":"string","jsonPath":".b[\\"c\\"]"}]}
                """);
        assertThat(Columns.custom(definition.list("c")).columns().stream().map(Column::name))
                .containsExactly("Name", "A");
        assertThat(Columns.custom(definition.list("none")).columns().stream().map(Column::name))
                .containsExactly("Name");
    }

    private static ObjectTree read(String json) {
        try {
            return Json.parse(json).asObject();
        } catch (MalformedJson e) {
            throw new IllegalArgumentException(json, e);
        }
    }
}
