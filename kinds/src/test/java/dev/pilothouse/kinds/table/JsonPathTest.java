package dev.pilothouse.kinds.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.api.tree.Json;
import dev.pilothouse.api.tree.MalformedJson;
import dev.pilothouse.api.tree.ObjectTree;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonPathTest {
    private static final ObjectTree BOAT = read("""
            {"spec":{"crew":3,"a.b":"dotted","name":"lisa","mate":["a<b"],"fast":true},
             "status":{"conditions":[{"type":"Ready","status":"True"},{"type":"Afloat","status":"False","depth":4}],
                       "ports":["kiel","riga","turku"]},
             "log":{"sailed":"","miles":9007199254740993,"knots":4.5,"grains":1e21}}
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
            })
    void aPathFindsWhatStandsThere(String path, String found) {
        assertThat(JsonPath.parse(path).orElseThrow().find(BOAT).toString().replace(" ", ""))
                .isEqualTo(found.replace('\'', '"'));
    }

    @ParameterizedTest
    @CsvSource({".spec[", ".spec['a'", ".spec[?(@.x==)]", ".spec[x]"})
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
        Column column = PrinterColumn.of(ObjectTree.EMPTY.with("name", "C").with("type", type).with("jsonPath", path));
        String shown = column.cell().of(BOAT, Instant.EPOCH).toString();
        assertThat(shown.replace("\\\"", "\"").replaceAll("^\"|\"$", ""))
                .isEqualTo(cell.replaceAll("^'|'$", ""));
    }

    @Test
    void aKindWithoutColumnsShowsItsAge() {
        assertThat(Columns.custom(read("{\"c\":[]}").list("c")).columns().stream().map(Column::name))
                .containsExactly("Name", "Age");
    }

    private static ObjectTree read(String json) {
        try {
            return Json.parse(json).asObject();
        } catch (MalformedJson e) {
            throw new IllegalArgumentException(json, e);
        }
    }
}
