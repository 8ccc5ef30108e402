package dev.pilothouse.apiserver.customresource;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.apiserver.metrics.ExpressionTimes;
import dev.pilothouse.api.meta.FieldError;
import dev.pilothouse.api.structural.Structural;
import dev.pilothouse.api.tree.Json;
import dev.pilothouse.api.tree.MalformedJson;
import dev.pilothouse.api.tree.ObjectTree;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What rules say of objects: new ones where no old one is given.
final class ExpressionRulesTest {
    private static final Structural SCHEMA = Structural.of(json(
            """
            {'type': 'object', 'properties': {'spec': {'type': 'object',
              'x-kubernetes-validations': [
                {'rule': 'self.least <= self.most', 'messageExpression': '"at most " + string(self.most)', 'fieldPath': '.least',
                 'reason': 'FieldValueForbidden'}],
              'properties': {
                'least': {'type': 'integer'}, 'most': {'type': 'integer'},
                'fixed': {'type': 'string', 'x-kubernetes-validations': [{'rule': 'self == oldSelf', 'message': 'stays'}]},
                'in-between': {'type': 'string', 'x-kubernetes-validations': [{'rule': 'self.size() < 3'}]},
                'items': {'type': 'array', 'x-kubernetes-list-type': 'map', 'x-kubernetes-list-map-keys': ['k'], 'items': {
                  'type': 'object', 'properties': {'k': {'type': 'string'}, 'n': {'type': 'integer',
                  'x-kubernetes-validations': [{'rule': 'self >= oldSelf'}]}}}}}}}}
            """));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
                    {'least': 1, 'most': 2} | {} |
                    {'least': 3, 'most': 2} | {} | spec.least: Forbidden: at most 2
                    {'most': 2} | {} | spec: Invalid value: no such key: least evaluating rule: self.least <= self.most
                    {'least': 1, 'most': 2, 'fixed': 'a'} | {} |
                    {'least': 1, 'most': 2, 'fixed': 'a'} | {'least': 1, 'most': 2, 'fixed': 'b'} | spec.fixed: Invalid value: "a": stays
                    {'least': 1, 'most': 2, 'fixed': 'a'} | {'least': 1, 'most': 2} |
                    {'least': 1, 'most': 2, 'in-between': 'long'} | {} | spec.in-between: Invalid value: "long": failed rule: self.size() < 3
                    {'least': 1, 'most': 2, 'in-between': 'long'} | {'least': 0, 'most': 2, 'in-between': 'long'} |
                    {'least': 1, 'most': 2, 'items': [{'k': 'b'}, {'k': 'a', 'n': 1}]} | {'least': 1, 'most': 2, 'items': [{'k': 'a', 'n': 2}]} | spec.items[1].n: Invalid value: 1: failed rule: self >= oldSelf
                    """)
    void say(String spec, String old, String problem) {
        ObjectTree before = json(old);
        assertThat(new ExpressionRules(new ExpressionTimes())
                        .check(
                                SCHEMA,
                                ObjectTree.EMPTY.with("spec", json(spec)),
                                before.isEmpty() ? before : ObjectTree.EMPTY.with("spec", before))
                        .stream()
                        .map(FieldError::toString))
                .isEqualTo(problem == null ? java.util.List.of() : java.util.List.of(problem));
    }

    private static ObjectTree json(String text) {
        try {
            String quoted = text.replace("\"at", "\\\"at").replace("most \"", "most \\\"").replace('\'', '"');
            return Json.parse(quoted.getBytes(StandardCharsets.UTF_8)).asObject();
        } catch (MalformedJson e) {
            throw new IllegalArgumentException(text, e);
        }
    }
}
