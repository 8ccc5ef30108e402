package dev.pilothouse.api.meta;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.api.tree.Tree;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class NameRulesTest {

    @ParameterizedTest
    @ValueSource(strings = {"a", "a-b", "0a9", "a.b-c.d"})
    void takesSubdomains(String name) {
        assertThat(NameRules.dns1123Subdomain(name)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-a", "a-", "A", "a..b", ".a", "a.", "a_b", "é"})
    void refusesOthers(String name) {
        assertThat(NameRules.dns1123Subdomain(name))
                .containsExactly(
                        "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and"
                                + " must start and end with an alphanumeric character (e.g. 'example.com', regex used for"
                                + " validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')");
    }

    @Test
    void saysWhyALabelIsNone() {
        assertThat(NameRules.dns1123Label("a.b")).containsExactly("must not contain dots");
        assertThat(NameRules.dns1123Label("a".repeat(64))).containsExactly("must be no more than 63 characters");
        assertThat(NameRules.dns1035Label("1a")).hasSize(1);
        assertThat(NameRules.labelValue("a".repeat(64))).containsExactly("must be no more than 63 bytes");
        assertThat(NameRules.qualifiedName("example.com/")).hasSize(2);
        assertThat(NameRules.qualifiedName("/x")).containsExactly("prefix part must be non-empty");
        assertThat(NameRules.qualifiedName("app.kubernetes.io/name")).isEmpty();
        assertThat(NameRules.generateName(NameRules::dns1123Label, "web-")).isEmpty();
        assertThat(NameRules.configKey("..x")).containsExactly("must not start with '..'");
    }

    @Test
    void percentagesAreRoundedAsAsked() {
        assertThat(IntOrString.of(Tree.of("25%")).scaled(10, true)).hasValue(3);
        assertThat(IntOrString.of(Tree.of("25%")).scaled(10, false)).hasValue(2);
        assertThat(IntOrString.of(Tree.of(4)).scaled(10, false)).hasValue(4);
        assertThat(IntOrString.of(Tree.of("x")).scaled(10, false)).isEmpty();
    }

    @Test
    void timesAreWrittenInUtc() {
        Instant time = Timestamps.parse("2026-11-24T13:00:00.1234567+01:00").orElseThrow();
        assertThat(Timestamps.seconds(time)).isEqualTo("2026-11-24T12:00:00Z");
        assertThat(Timestamps.micros(time)).isEqualTo("2026-11-24T12:00:00.123456Z");
        assertThat(Timestamps.parse("yesterday")).isEmpty();
    }

    @Test
    void hashesBecomeNameEndings() {
        assertThat(RandomSuffix.ofHash(1234567890L)).isEqualTo("56789bcdf4");
    }
}
