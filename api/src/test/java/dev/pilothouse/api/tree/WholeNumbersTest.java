package dev.pilothouse.api.tree;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class WholeNumbersTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "{'a':1.0,'b':1e3,'c':0.10}        | {'a':1,'b':1000,'c':0.1}",
        "{'a':-0.0,'b':-3.0}               | {'a':0,'b':-3}",
        "{'a':1e20,'b':1e21,'c':1.5e300}   | {'a':100000000000000000000,'b':1e+21,'c':1.5e+300}",
        "{'a':[1.0,{'b':2.00,'c':'1.0'}]}  | {'a':[1,{'b':2,'c':'1.0'}]}",
        "{'a':9007199254740993.0,'b':1e-7} | {'a':9007199254740992,'b':1e-7}",
    })
    void aWholeDoubleHasNoPoint(String sent, String kept) throws MalformedJson {
        Tree whole = WholeNumbers.in(json(sent));
        assertThat(whole).hasToString(kept.replace('\'', '"'));
        assertThat(Json.parse(whole.toString())).isEqualTo(whole);
    }

    @Test
    void whatHasNoneIsAnsweredItself() throws MalformedJson {
        Tree tree = json("{'a':[1,2.5,{'b':9223372036854775807}],'c':null}");
        assertThat(WholeNumbers.in(tree)).isSameAs(tree);
    }

    private static Tree json(String text) throws MalformedJson {
        return Json.parse(text.replace('\'', '"'));
    }
}
