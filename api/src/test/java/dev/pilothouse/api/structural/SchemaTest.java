package dev.pilothouse.api.structural;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.api.meta.FieldPath;
import dev.pilothouse.api.meta.Problems;
import dev.pilothouse.api.tree.Json;
import dev.pilothouse.api.tree.MalformedJson;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A schema, a value, and what becomes of it. JSON is written with single quotes.
final class SchemaTest {
    private static Tree json(String text) throws MalformedJson {
        return Json.parse(text.replace('\'', '"'));
    }

    private static Structural schema(String text) throws MalformedJson {
        return Structural.of(json(text).asObject());
    }

    private static String problems(String schema, String value) throws MalformedJson {
        Problems problems = new Problems();
        problems.addAll(SchemaCheck.value(FieldPath.NONE, json("{'a': " + value + "}"), schema("{'properties': {'a': "
                + schema + "}}")));
        return problems.toString();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
                    {'type': 'string'} | 'x' |
                    {'type': 'string'} | 1 | a: Invalid value: "integer": a in body must be of type string: "integer"
                    {'type': 'string'} | null | a: Invalid value: "null": a in body must be of type string: "null"
                    {'type': 'string', 'nullable': true} | null |
                    {'type': 'integer'} | 2.0 |
                    {'type': 'integer'} | 2.5 | [a: Invalid value: "number": a in body must be of type integer: "number", <nil>: Invalid value: "": Checked value must be of type integer (default format) in a]
                    {'type': 'number'} | 2 |
                    {'type': 'integer', 'format': 'int32'} | 3000000000 | <nil>: Invalid value: "": Checked value must be of type integer with format int32 in a
                    {'type': 'integer', 'minimum': 1, 'exclusiveMinimum': true} | 1 | a: Invalid value: 1: a in body should be greater than 1
                    {'type': 'number', 'maximum': 1.5} | 1.6 | a: Invalid value: 1.6: a in body should be less than or equal to 1.5
                    {'type': 'integer', 'multipleOf': 4} | 6 | a: Invalid value: 6: a in body should be a multiple of 4
                    {'type': 'string', 'maxLength': 2} | 'abc' | a: Too long: may not be more than 2 bytes
                    {'type': 'string', 'minLength': 2} | '\u00e4' | a: Invalid value: "\u00e4": a in body should be at least 2 chars long
                    {'type': 'string', 'pattern': '^a$'} | 'b' | a: Invalid value: "b": a in body should match '^a$'
                    {'type': 'string', 'enum': ['x', 'y']} | 'z' | a: Unsupported value: "z": supported values: "x", "y"
                    {'type': 'array', 'items': {'type': 'string'}, 'maxItems': 1} | ['x', 1] | [a[1]: Invalid value: "integer": a[1] in body must be of type string: "integer", a: Too many: 2: must have at most 1 item]
                    {'type': 'object', 'required': ['b']} | {} | a.b: Required value
                    {'type': 'object', 'additionalProperties': {'type': 'integer'}} | {'k': 'v'} | a.k: Invalid value: "string": a.k in body must be of type integer: "string"
                    {'type': 'object', 'minProperties': 1} | {} | a: Invalid value: 0: a in body should have at least 1 properties
                    {'x-kubernetes-int-or-string': true} | 'x' |
                    {'x-kubernetes-int-or-string': true} | true | a: Invalid value: "boolean": a in body must be of type integer,string: "boolean"
                    {'oneOf': [{'minimum': 1}, {'minimum': 2}]} | 3 | <nil>: Invalid value: "": "a" must validate one and only one schema (oneOf). Found 2 valid alternatives
                    {'allOf': [{'minimum': 1}, {'minimum': 9}]} | 3 | [a: Invalid value: 3: a in body should be greater than or equal to 9, <nil>: Invalid value: "": "a" must validate all the schemas (allOf)]
                    {'not': {'minimum': 1}} | 3 | <nil>: Invalid value: "": "a" must not validate the schema (not)
                    {'type': 'string', 'format': 'ours'} | 'x' |
                    """)
    void judgesValues(String schema, String value, String problem) throws MalformedJson {
        assertThat(problems(schema, value)).isEqualTo(problem == null ? "" : problem);
    }

    @ParameterizedTest
    @CsvSource({
        "date, 2024-02-29, 2023-02-29",
        "date-time, 2024-01-02T03:04:05.6Z, 2024-01-02 03:04:05",
        "duration, 1h30m, soon",
        "duration, 22 ns, 22 elephants",
        "email, a.b@example.com, a@",
        "hostname, a-b.example.com, a_b.example.com",
        "ipv4, 192.0.2.1, 192.0.2.256",
        "ipv6, 2001:db8::1, 2001:db8::1::2",
        "ipv6, ::ffff:192.0.2.1, 192.0.2.1",
        "cidr, 2001:db8::/32, 192.0.2.0/33",
        "mac, 00:00:5e:00:53:01, 00:00:5e:00:53",
        "uri, https://example.com/a?b#c, example",
        "uri, /a/b, http://[::1",
        "uuid, 123e4567-e89b-12d3-a456-426614174000, 123e4567",
        "uuid4, 123e4567-e89b-42d3-a456-426614174000, 123e4567-e89b-12d3-a456-426614174000",
        "isbn, 0321751043, 0321751044",
        "isbn13, 978-0321751041, 978-0321751042",
        "creditcard, 4111 1111 1111 1111, 4111 1111 1111 1112",
        "ssn, 111-11-1111, 111",
        "hexcolor, #fff, #ff",
        "'rgbcolor', 'rgb(1,2,255)', 'rgb(1,2,256)'",
        "byte, aGk=, a",
        "k8s-short-name, a-b, A",
        "k8s-long-name, a.b-c, a..b",
        "bsonobjectid, 507f1f77bcf86cd799439011, 507f",
    })
    void knowsFormats(String format, String sound, String broken) {
        assertThat(Formats.matches(format, sound)).isTrue();
        assertThat(Formats.matches(format, broken)).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "[[ ~ error parsing regexp: missing closing ]: `[[`",
                "(a ~ error parsing regexp: missing closing ): `(a`",
                "a) ~ error parsing regexp: unexpected ): `a)`",
                "*a ~ error parsing regexp: missing argument to repetition operator: `*`",
                "a** ~ error parsing regexp: invalid nested repetition operator: `**`",
                "a{1001} ~ error parsing regexp: invalid repeat count: `{1001}`",
                "\\y ~ error parsing regexp: invalid escape sequence: `\\y`",
                "[z-a] ~ error parsing regexp: invalid character class range: `z-a`",
                "(?=a) ~ error parsing regexp: invalid or unsupported Perl syntax: `(?=`",
            })
    void saysWhatIsWrongWithAPattern(String pattern, String problem) {
        assertThat(GoPattern.of(pattern).problem()).isEqualTo(problem);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "^a$ ~ a ~ true",
                "^[a[]+$ ~ [a ~ true",
                "^[[:alpha:]-]+$ ~ a-b ~ true",
                "^[a&&b]+$ ~ & ~ true",
                "^a{,2}$ ~ a{,2} ~ true",
                "^(?P<x_y>a)$ ~ a ~ true",
                "^\\pL+$ ~ a ~ true",
                "^[\\w.-]+$ ~ a.b-c ~ true",
                "(?i)^ABC$ ~ abc ~ true",
                "^[^/]+$ ~ a/b ~ false",
            })
    void readsPatternsAsGoDoes(String pattern, String text, boolean found) {
        assertThat(GoPattern.of(pattern).find(text)).isEqualTo(found);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
                    {'properties': {'a': {}}} | {'a': 1, 'b': 2} | {'a': 1} | b
                    {'properties': {'a': {'properties': {}}}} | {'a': {'b': 2}} | {'a': {}} | a.b
                    {'properties': {'a': {'items': {'properties': {'x': {}}}}}} | {'a': [{'x': 1, 'y': 2}]} | {'a': [{'x': 1}]} | a[0].y
                    {'additionalProperties': {'properties': {}}} | {'k': {'b': 2}} | {'k': {}} | k.b
                    {'x-kubernetes-preserve-unknown-fields': true} | {'a': {'b': 2}} | {'a': {'b': 2}} |
                    {'x-kubernetes-preserve-unknown-fields': true, 'properties': {'a': {}}} | {'a': {'b': 2}, 'c': 1} | {'a': {}, 'c': 1} | a.b
                    {} | {'kind': 'K', 'metadata': {'zz': 1}, 'b': 1} | {'kind': 'K', 'metadata': {'zz': 1}} | b
                    """)
    void prunes(String schema, String value, String pruned, String unknown) throws MalformedJson {
        Pruning pruning = new Pruning();
        assertThat(pruning.resource(json(value).asObject(), schema(schema))).isEqualTo(json(pruned));
        assertThat(String.join(",", pruning.unknown())).isEqualTo(unknown == null ? "" : unknown);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
                    {'properties': {'a': {'default': 1}}} | {} | {'a': 1}
                    {'properties': {'a': {'default': 1}}} | {'a': 2} | {'a': 2}
                    {'properties': {'a': {'default': 1}}} | {'a': null} | {'a': 1}
                    {'properties': {'a': {'default': 1, 'nullable': true}}} | {'a': null} | {'a': null}
                    {'properties': {'a': {}}} | {'a': null} | {}
                    {'properties': {'a': {'default': {}, 'properties': {'b': {'default': 2}}}}} | {} | {'a': {'b': 2}}
                    {'properties': {'a': {'properties': {'b': {'default': 2}}}}} | {} | {}
                    {'properties': {'a': {'items': {'properties': {'b': {'default': 2}}}}}} | {'a': [{}]} | {'a': [{'b': 2}]}
                    {'additionalProperties': {'properties': {'b': {'default': 2}}}} | {'k': {}} | {'k': {'b': 2}}
                    """)
    void fillsInDefaults(String schema, String value, String filled) throws MalformedJson {
        assertThat(Defaulting.of(json(value).asObject(), schema(schema))).isEqualTo(json(filled));
    }

    @Test
    void whatWasWrongAndStaysIsLetThrough() throws MalformedJson {
        Structural schema = schema("{'properties': {'a': {'type': 'string', 'maxLength': 1},"
                + " 'l': {'type': 'array', 'x-kubernetes-list-type': 'map', 'x-kubernetes-list-map-keys': ['k'],"
                + " 'items': {'properties': {'k': {}, 'v': {'maximum': 1}}}}}}");
        ObjectTree old = json("{'a': 'long', 'l': [{'k': 'x', 'v': 5}]}").asObject();
        ObjectTree moved = json("{'a': 'long', 'b': 1, 'l': [{'k': 'y', 'v': 0}, {'k': 'x', 'v': 5}]}").asObject();
        ObjectTree worse = json("{'a': 'long', 'l': [{'k': 'x', 'v': 6}]}").asObject();
        assertThat(SchemaCheck.updateOfObject(new Correlation(moved, old, schema))).isEmpty();
        assertThat(SchemaCheck.updateOfObject(new Correlation(worse, old, schema))).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
                    {'x-kubernetes-list-type': 'set'} | ['a', 'b', 'a', 'a'] | [2]: Duplicate value: "a"
                    {'x-kubernetes-list-type': 'map', 'x-kubernetes-list-map-keys': ['k']} | [{'k': 1}, {'k': 1, 'v': 2}] | [1]: Duplicate value: {"k":1}
                    {'x-kubernetes-list-type': 'map', 'x-kubernetes-list-map-keys': ['k', 'j']} | [{'k': 1}, {'k': 1, 'j': 2}] |
                    {'x-kubernetes-list-type': 'map', 'x-kubernetes-list-map-keys': ['k']} | [1] | [0]: Invalid value: 1: must be an object for an array of list-type map
                    """)
    void holdsListsToTheirTypes(String schema, String value, String problem) throws MalformedJson {
        Problems problems = new Problems();
        ListTypes.check(FieldPath.NONE, json(value), schema(schema), problems);
        assertThat(problems.toString()).isEqualTo(problem == null ? "" : problem);
    }
}
