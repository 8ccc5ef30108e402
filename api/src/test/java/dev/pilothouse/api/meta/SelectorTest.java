package dev.pilothouse.api.meta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.pilothouse.api.tree.Json;
import dev.pilothouse.api.tree.MalformedJson;
import dev.pilothouse.api.tree.NullTree;
import dev.pilothouse.api.tree.ObjectTree;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SelectorTest {
    private static final Map<String, String> LABELS = Map.of("app", "web", "tier", "front", "n", "5", "empty", "");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "app=web | true | app=web",
                "app==web,tier!=back | true | app==web,tier!=back",
                "tier in (front, back), app | true | app,tier in (back,front)",
                "tier notin (front) | false | tier notin (front)",
                "!missing | true | !missing",
                "!app | false | !app",
                "n>4 | true | n>4",
                "n<5 | false | n<5",
                "empty= | true | empty=",
                "empty in (,a) | true | empty in (,a)",
                "in in (a) | false | in in (a)",
                "x!=y | true | x!=y",
            })
    void matchesLabels(String text, boolean matches, String shown) throws MalformedSelector {
        LabelSelector selector = LabelSelector.parse(text);
        assertThat(selector.matches(LABELS)).isEqualTo(matches);
        assertThat(selector).hasToString(shown);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "a=b=c | found '=', expected: ',' or 'end of string'",
                "=b | found '=', expected: !, identifier, or 'end of string'",
                "a, | found '', expected: identifier after ','",
                "a in b | unable to parse requirement: found 'b' expected: '('",
                "a in (b | unable to parse requirement: found '', expected: ',' or ')'",
                "a b | unable to parse requirement: found 'b', expected: in, notin, =, ==, !=, gt, lt",
                "a>x | unable to parse requirement: values[0]: Invalid value: \"x\": for 'Gt', 'Lt' operators, the value must be an integer",
                "a>9223372036854775808 | unable to parse requirement: values[0]: Invalid value: \"9223372036854775808\": for 'Gt', 'Lt' operators, the value must be an integer",
                "a=-b | unable to parse requirement: values[0][a]: Invalid value: \"-b\": a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')",
                "a/b/c | unable to parse requirement: <nil>: Invalid value: \"a/b/c\": a valid label key must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]') with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')",
            })
    void refusesWhatIsNoSelector(String text, String message) {
        assertThatExceptionOfType(MalformedSelector.class)
                .isThrownBy(() -> LabelSelector.parse(text))
                .withMessage(message);
    }

    @Test
    void readsTheObjectForm() throws MalformedJson {
        ObjectTree labels = ObjectTree.of(LABELS);
        assertThat(LabelSelector.of(NullTree.ABSENT).matches(labels)).isFalse();
        assertThat(LabelSelector.of(ObjectTree.EMPTY).matches(labels)).isTrue();
        assertThat(LabelSelector.of(Json.parse("""
                {"matchLabels":{"app":"web"},"matchExpressions":[{"key":"tier","operator":"NotIn","values":["x"]}]}"""))
                        .matches(labels))
                .isTrue();
    }

    @Test
    void saysWhatIsWrongWithTheObjectForm() throws MalformedJson {
        Problems problems = new Problems();
        LabelSelector.check(
                Json.parse("""
                {"matchExpressions":[{"key":"a","operator":"In"},{"key":"b","operator":"Exists","values":["x"]},
                {"key":"c","operator":"is"}]}"""),
                FieldPath.of("spec", "selector"),
                problems);
        assertThat(problems.list().stream().map(FieldError::toString))
                .containsExactly(
                        "spec.selector.matchExpressions[0].values: Required value: must be specified when `operator` is"
                                + " 'In' or 'NotIn'",
                        "spec.selector.matchExpressions[1].values: Forbidden: may not be specified when `operator` is"
                                + " 'Exists' or 'DoesNotExist'",
                        "spec.selector.matchExpressions[2].operator: Invalid value: \"is\": not a valid selector"
                                + " operator");
    }

    @Test
    void readsFieldsWithEscapes() throws MalformedSelector {
        FieldSelector selector = FieldSelector.parse("b!=c,a=x\\,y\\=z\\\\,=,!=");
        assertThat(selector.terms())
                .containsExactly(
                        new FieldSelector.Term("a", true, "x,y=z\\"), new FieldSelector.Term("b", false, "c"));
        assertThat(selector).hasToString("a=x\\,y\\=z\\\\,b!=c");
        assertThat(selector.exactly("a")).contains("x,y=z\\");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "abc | invalid selector: 'abc'; can't understand 'abc'",
                "a=\\x | invalid field selector: invalid escape sequence: \\x",
                "a=b=c | invalid field selector: unescaped character in value: 61",
            })
    void refusesWhatIsNoFieldSelector(String text, String message) {
        assertThatExceptionOfType(MalformedSelector.class)
                .isThrownBy(() -> FieldSelector.parse(text))
                .withMessage(message);
    }
}
