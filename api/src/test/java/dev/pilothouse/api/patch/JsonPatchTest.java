package dev.pilothouse.api.patch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.pilothouse.api.meta.ApiError;
import dev.pilothouse.api.tree.Json;
import dev.pilothouse.api.tree.MalformedJson;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class JsonPatchTest {
    private static final String DOCUMENT = "{\"a\":{\"b/c\":1},\"l\":[1,2]}";

    private static String patched(String patch) throws MalformedJson {
        return Json.text(JsonPatch.parse(patch.getBytes(StandardCharsets.UTF_8)).apply(Json.parse(DOCUMENT)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[{'op':'add','path':'/l/-','value':3}] | {'a':{'b/c':1},'l':[1,2,3]}",
                "[{'op':'add','path':'/l/0','value':3}] | {'a':{'b/c':1},'l':[3,1,2]}",
                "[{'op':'add','path':'/l/2','value':3}] | {'a':{'b/c':1},'l':[1,2,3]}",
                "[{'op':'add','path':'/l/-1','value':3}] | {'a':{'b/c':1},'l':[1,2,3]}",
                "[{'op':'add','path':'/a/x','value':null}] | {'a':{'b/c':1,'x':null},'l':[1,2]}",
                "[{'op':'remove','path':'/l/-1'}] | {'a':{'b/c':1},'l':[1]}",
                "[{'op':'remove','path':'/a/b~1c'}] | {'a':{},'l':[1,2]}",
                "[{'op':'replace','path':'/l/00','value':9}] | {'a':{'b/c':1},'l':[9,2]}",
                "[{'op':'replace','path':'/a/new','value':9}] | {'a':{'b/c':1,'new':9},'l':[1,2]}",
                "[{'op':'move','from':'/l/0','path':'/l/1'}] | {'a':{'b/c':1},'l':[2,1]}",
                "[{'op':'copy','from':'/a','path':'/z'}] | {'a':{'b/c':1},'l':[1,2],'z':{'b/c':1}}",
                "[{'op':'test','path':'/a','value':{'b/c':1}}] | {'a':{'b/c':1},'l':[1,2]}",
                "[{'op':'test','path':'/absent','value':null}] | {'a':{'b/c':1},'l':[1,2]}",
                "[] | {'a':{'b/c':1},'l':[1,2]}",
            })
    void changesDocuments(String patch, String result) throws MalformedJson {
        assertThat(patched(patch.replace('\'', '"'))).isEqualTo(result.replace('\'', '"'));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[{'op':'add','path':'/l/3','value':3}]",
                "[{'op':'add','path':'/l/x','value':3}]",
                "[{'op':'add','path':'/no/where','value':3}]",
                "[{'op':'add','path':'','value':3}]",
                "[{'op':'remove','path':'/l/2'}]",
                "[{'op':'remove','path':'/absent'}]",
                "[{'op':'replace','path':'/l/-','value':1}]",
                "[{'op':'test','path':'/l/0','value':2}]",
                "[{'op':'nope','path':'/l'}]",
                "[{'op':'add','value':1}]",
                "[null]",
            })
    void refusesWhatCannotBeDone(String patch) {
        assertThatExceptionOfType(ApiError.class)
                .isThrownBy(() -> patched(patch.replace('\'', '"')))
                .matches(e -> e.code() == 422)
                .withMessage("the server rejected our request due to an error in our request");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{} | json: cannot unmarshal object into Go value of type jsonpatch.Patch",
                "[1] | json: cannot unmarshal number into Go value of type jsonpatch.Operation",
                "[ | unexpected end of JSON input",
            })
    void refusesWhatIsNoPatch(String patch, String message) {
        assertThatExceptionOfType(ApiError.class)
                .isThrownBy(() -> patched(patch))
                .matches(e -> e.code() == 400)
                .withMessage(message);
    }

    @Test
    void copiesOnlySoMuch() {
        String copy = "{\"op\":\"copy\",\"from\":\"/a\",\"path\":\"/a/%s\"},";
        String doubling = copy.formatted("x") + copy.formatted("y");
        String patch = "[" + doubling.repeat(60) + "{\"op\":\"test\",\"path\":\"/l/0\",\"value\":1}]";
        assertThatExceptionOfType(ApiError.class)
                .isThrownBy(() -> patched(patch))
                .matches(e -> e.code() == 422);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'a':{'b/c':null}} | {'a':{},'l':[1,2]}",
                "{'a':null} | {'l':[1,2]}",
                "{'l':[3,{'x':null}]} | {'a':{'b/c':1},'l':[3,{}]}",
                "{'n':{'x':null,'y':1}} | {'a':{'b/c':1},'l':[1,2],'n':{'y':1}}",
                "{'a':'text'} | {'a':'text','l':[1,2]}",
            })
    void mergesByRfc7386(String patch, String result) throws MalformedJson {
        MergePatch merge = MergePatch.parse(patch.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
        assertThat(Json.text(merge.apply(Json.parse(DOCUMENT).asObject()))).isEqualTo(result.replace('\'', '"'));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "null | Invalid JSON Patch",
                "\"x\" | error decoding patch: json: cannot unmarshal string into Go value of type map[string]interface {}",
                "{ | error decoding patch: unexpected end of JSON input",
            })
    void refusesWhatIsNoMergePatch(String patch, String message) {
        assertThatExceptionOfType(ApiError.class)
                .isThrownBy(() -> MergePatch.parse(patch.getBytes(StandardCharsets.UTF_8)))
                .withMessage(message);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {}         | json: cannot unmarshal object into Go value of type jsonpatch.Patch     | json: cannot unmarshal object into Go value of type []handlers.jsonPatchOp
            [1]        | json: cannot unmarshal number into Go value of type jsonpatch.Operation | json: cannot unmarshal number into Go value of type handlers.jsonPatchOp
            `[`        | unexpected end of JSON input                                            | unexpected end of JSON input
            """)
    void whatIsNoPatchIsRefusedByItsFirstReader(String patch, String plain, String judged) {
        byte[] body = patch.getBytes(StandardCharsets.UTF_8);
        assertThatExceptionOfType(ApiError.class).isThrownBy(() -> JsonPatch.parse(body)).withMessage(plain);
        assertThatExceptionOfType(ApiError.class)
                .isThrownBy(() -> JsonPatch.parseJudged(body))
                .withMessage("error decoding patch: " + judged);
    }

    @Test
    void aJudgedPatchTellsWhatNobodyKnows() {
        byte[] body = "[{'op':'test','path':'/l','value':[1,2],'x':1},{'op':'test','path':'/l','value':[1,2],'y':1}]"
                .replace('\'', '"')
                .getBytes(StandardCharsets.UTF_8);
        assertThat(JsonPatch.parse(body).unknown()).isEmpty();
        assertThat(JsonPatch.parseJudged(body).unknown())
                .containsExactly("json patch unknown field \"[0].x\"", "json patch unknown field \"[1].y\"");
        assertThatExceptionOfType(ApiError.class)
                .isThrownBy(() -> JsonPatch.parseJudged("[{\"op\":1}]".getBytes(StandardCharsets.UTF_8)))
                .withMessageContaining("cannot unmarshal number into Go struct field jsonPatchOp.op of type string");
    }
}
