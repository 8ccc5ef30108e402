package dev.pilothouse.api.meta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class QuantityTest {

    @ParameterizedTest
    @CsvSource({
        "0,0", "00,0", "-0,0", "0m,0", "m,0", "1,1", "1.5,1500m", "0.5,500m", ".5,500m", "1000,1k", "1001,1001",
        "100000m,100", "1500m,1500m", "1.500,1.500", "+5,+5", "1024Ki,1Mi", "1023Ki,1023Ki", "12Ki,12Ki", "0.5Ki,512",
        "1.5Gi,1536Mi", "1e3,1e3", "1E3,1E3", "12e2,1200", "1e-10,1e-9", "0.1n,1n", "-0.1n,-1n", "0.0001m,100n",
        "123456789012345678901,123456789012345678901", "9Ei,9223372036854775807", "1Ei,1Ei", "0.3Mi,314572800m",
        "512Mi,512Mi", "100m,100m", "2Gi,2Gi", "8000Ki,8000Ki", "1E,1E", "1k,1k", "3.0,3",
        "-1024Ki,-1Mi", "512Pi,512Pi", "976562499999999Ki,976562499999999Ki", "976562500000000Ki,976562500000000Ki"
    })
    void isWrittenInCanonicalForm(String text, String canonical) {
        assertThat(Quantity.parse(text)).hasToString(canonical);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'",
                "abc | quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'",
                "1.2.3 | quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'",
                "1 Gi | quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'",
                "1ki | unable to parse quantity's suffix",
                "1e | unable to parse quantity's suffix",
                "1Mi5 | unable to parse quantity's suffix",
                "1K | unable to parse quantity's suffix",
            })
    void refusesWhatIsNoQuantity(String text, String message) {
        assertThatExceptionOfType(MalformedQuantity.class)
                .isThrownBy(() -> Quantity.parse(text))
                .withMessage(message.replace("''", "'"));
    }

    @Test
    void addsExactlyAndKeepsTheFirstFormat() {
        assertThat(Quantity.parse("1Gi").plus(Quantity.parse("512Mi"))).hasToString("1536Mi");
        assertThat(Quantity.parse("100m").plus(Quantity.parse("0.9"))).hasToString("1");
        assertThat(Quantity.ZERO.plus(Quantity.parse("2Ki"))).hasToString("2Ki");
        assertThat(Quantity.parse("1").minus(Quantity.parse("1500m"))).hasToString("-500m");
        assertThat(Quantity.parse("1Mi").minus(Quantity.parse("1Mi"))).hasToString("0");
    }

    @ParameterizedTest
    @CsvSource({
        "1,1", "100u,1m", "-100u,-1m", "1n,1m", "1e-9,1e-3", "12e-4,2e-3", "1500u,2m", "1.2345678Gi,1325607081424m",
        "1500m,1500m", "1e3,1e3"
    })
    void isRoundedUpToThousandthsInItsOwnFormat(String text, String rounded) {
        assertThat(Quantity.parse(text).roundedToMilli()).hasToString(rounded);
    }

    @Test
    void comparesAmountsNotTexts() {
        assertThat(Quantity.parse("1024Mi")).isEqualTo(Quantity.parse("1Gi")).hasSameHashCodeAs(Quantity.parse("1Gi"));
        assertThat(Quantity.parse("1G")).isLessThan(Quantity.parse("1Gi"));
        assertThat(Quantity.parse("1e999999999")).isGreaterThan(Quantity.parse("1E"));
        assertThat(Quantity.parse("1e999999999").plus(Quantity.parse("1")).value()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void roundsUpWhenAskedForWholeUnits() {
        assertThat(Quantity.parse("1m").value()).isEqualTo(1);
        assertThat(Quantity.parse("-1500m").value()).isEqualTo(-2);
        assertThat(Quantity.parse("1u").milliValue()).isEqualTo(1);
        assertThat(Quantity.parse("2").milliValue()).isEqualTo(2000);
    }
}
