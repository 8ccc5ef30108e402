package dev.pilothouse.api.cel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.api.cel.CelProgram.Compiled;
import dev.pilothouse.api.tree.Json;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Expressions and what they come to, one row a rule.
final class CelProgramTest {
    private static final CelType.Struct TYPED =
            CelType.struct("Typed", Map.of("a", CelType.Simple.INT, "l", CelType.list(CelType.Simple.STRING)));
    private static final Map<String, CelType> NAMES = Map.of("object", CelType.Simple.DYN, "self", TYPED);

    @ParameterizedTest
    @CsvSource(
            delimiterString = " | ",
            quoteCharacter = '~',
            textBlock =
                    """
                    1 + 2 * 3 | 7
                    (1 + 2) * 3 % 4 | 1
                    -7 / 2 | -3
                    -9223372036854775808 < 0 | true
                    1 < 1.5 && 2u > 1 | true
                    object.n == 3 ? 'yes' : 'no' | "yes"
                    has(object.n) && !has(object.zz) | true
                    false && object.zz == 1 | false
                    object.zz == 1 || true | true
                    object.?zz.orValue('none') | "none"
                    object.list.all(x, x > 0) | true
                    object.list.exists(x, x == 2) | true
                    object.list.exists_one(x, x > 1) | false
                    object.list.map(x, x > 1, x * 10) | [20, 30]
                    object.list.filter(x, x != 2) | [1, 3]
                    object.list.all(i, v, v == i + 1) | true
                    object.map.map(k, k) | ["a"]
                    object.map.transformList(k, v, k + v) | ["ab"]
                    'a' in object.map && 2 in object.list | true
                    size('größe') + size([1]) + size({'a': 1}) | 7
                    'a-b'.split('-').join('+').upperAscii() | "A+B"
                    'hello'.substring(1, 3) + 'x'.replace('x', 'y') | "ely"
                    'abc 123'.find('[0-9]+') | "123"
                    r'\\d' + '\\x41' + "\\u00e4" | "\\\\dAä"
                    quantity('1Gi').isGreaterThan(quantity('1G')) | true
                    isQuantity('1x') || quantity('200m').isInteger() | false
                    cidr('10.0.0.0/8').containsIP('10.1.2.3') | true
                    string(cidr('10.1.2.3/8').masked()) | "10.0.0.0/8"
                    string(ip('2001:db8:0:0::1')) | "2001:db8::1"
                    isIP('010.0.0.1') || isCIDR('10.0.0.0/33') | false
                    url('https://h:1/p?q=1').getPort() | "1"
                    format.dns1123Label().validate('a.b').hasValue() | true
                    sets.contains([1, 2], [2]) && [1, 2].isSorted() | true
                    [3, 1].max() + [1, 2].sum() | 6
                    duration('1h30m') > duration('89m') | true
                    timestamp('2026-01-02T00:00:00Z').getFullYear() | 2026
                    type(1) == int && type('a') == string | true
                    optional.of(3).optMap(x, x + 1).value() | 4
                    [1, ?optional.none()] | [1]
                    {'a': 1, 'b': 2} | {"a":1,"b":2}
                    int('12') + int(3.9) | 15
                    """)
    void comesTo(String expression, String json) throws Exception {
        Object value = program(expression).evaluate(CelProgramTest::value, new Budget(Budget.PER_CALL));
        assertThat(Values.tree(value)).isEqualTo(Json.parse(json.getBytes(StandardCharsets.UTF_8)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " | ",
            quoteCharacter = '~',
            textBlock =
                    """
                    object.zz == 1 | no such key: zz
                    object.n + 'a' | no such overload
                    1 / (object.n - 3) | division by zero
                    object.list[7] | index out of bounds: 7
                    9223372036854775807 + object.n | integer overflow
                    object.list.all(x, x.y) | no such overload
                    [1, 2, 3, 4, 5, 6, 7, 8, 9, 0].all(a, [1, 2, 3, 4, 5, 6, 7, 8, 9, 0].all(b, [1, 2, 3, 4, 5, 6, 7, 8, 9, 0].all(c, [1, 2, 3, 4, 5, 6, 7, 8, 9, 0].all(d, [1, 2, 3, 4, 5, 6, 7, 8, 9, 0].all(e, [1, 2, 3, 4, 5, 6, 7, 8, 9, 0].all(f, a + b + c + d + e + f >= 0)))))) | operation cancelled: actual cost limit exceeded
                    """)
    void comesToNothing(String expression, String message) {
        CelProgram program = program(expression);
        assertThat(org.assertj.core.api.Assertions.catchThrowable(
                        () -> program.evaluate(CelProgramTest::value, new Budget(Budget.PER_CALL))))
                .isInstanceOf(CelFailure.class)
                .hasMessage(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " | ",
            quoteCharacter = '~',
            textBlock =
                    """
                    zz.a | 1:1: undeclared reference to 'zz' (in container '')
                    self.zz | 1:5: undefined field 'zz'
                    has(self.zz) | 1:4: undefined field 'zz'
                    self.a.b | 1:7: type 'int' does not support field selection
                    1 + 'a' | 1:3: found no matching overload for '_+_' applied to '(int, string)'
                    'a'.startsWith(1) | 1:15: found no matching overload for 'startsWith' applied to 'string.(int)'
                    self.l.exists(x, x > 1) | 1:20: found no matching overload for '_>_' applied to '(string, int)'
                    self.a.all(x, true) | 1:5: expression of type 'int' cannot be range of a comprehension (must be list, map, or dynamic)
                    [1, 'a'] | 1:5: expected type 'int' but found 'string'
                    1 + | 1:4: Syntax error: mismatched input '<EOF>' expecting {'[', '{', '(', '.', '-', '!', 'true', 'false', 'null', NUM_FLOAT, NUM_INT, NUM_UINT, STRING, BYTES, IDENTIFIER}
                    a b | 1:3: Syntax error: extraneous input 'b' expecting <EOF>
                    a b c | 1:3: Syntax error: mismatched input 'b' expecting <EOF>
                    """)
    void isRefused(String expression, String message) {
        assertThat(CelProgram.compile(expression, NAMES, StructTypes.NONE))
                .isInstanceOfSatisfying(Compiled.Wrong.class, wrong -> assertThat(wrong.message())
                        .startsWith("ERROR: <input>:" + message + "\n | " + expression + "\n | "));
    }

    @Test
    void anEndlessChainIsRefusedAndALongOneIsNot() {
        assertThat(CelProgram.compile("true" + " || true".repeat(300), NAMES, StructTypes.NONE))
                .isInstanceOf(Compiled.Sound.class);
        assertThat(CelProgram.compile("1" + "+1".repeat(1_000_000), NAMES, StructTypes.NONE))
                .isInstanceOf(Compiled.Wrong.class);
    }

    @Test
    void aFieldIsComputedOnceAndOnlyWhenAskedFor() {
        int[] asked = {0};
        CelStruct lazy = new CelStruct("v", Map.of("a", () -> ++asked[0] + 0L, "b", () -> {
            throw new IllegalStateException("nobody asked");
        }));
        CelProgram program = ((Compiled.Sound) CelProgram.compile(
                        "v.a == 1 && v.a == 1", Map.of("v", CelType.Simple.DYN), StructTypes.NONE))
                .program();
        assertThat(program.evaluate(
                        name -> name.equals("v") ? Optional.of(lazy) : Optional.empty(), new Budget(100))).isEqualTo(true);
        assertThat(asked[0]).isEqualTo(1);
    }

    private static CelProgram program(String expression) {
        Compiled compiled = CelProgram.compile(expression, NAMES, StructTypes.NONE);
        assertThat(compiled).isInstanceOf(Compiled.Sound.class);
        return ((Compiled.Sound) compiled).program();
    }

    private static Optional<Object> value(String name) {
        return name.equals("object")
                ? Optional.of(Map.of("n", 3L, "list", java.util.List.of(1L, 2L, 3L), "map", Map.of("a", "b")))
                : Optional.empty();
    }
}
