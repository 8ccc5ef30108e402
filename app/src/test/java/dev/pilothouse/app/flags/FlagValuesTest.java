package dev.pilothouse.app.flags;

import dev.pilothouse.api.meta.GoDuration;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FlagValuesTest {
    private static final FlagTable API_SERVER = FlagTable.of("kube-apiserver");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "--frob | unknown flag: --frob",
                "--frob=1 | unknown flag: --frob",
                "-x | unknown shorthand flag: 'x' in -x",
                "--secure-port | flag needs an argument: --secure-port",
                "-v | flag needs an argument: 'v' in -v",
                "--secure-port=many | invalid argument \"many\" for \"--secure-port\" flag: strconv.ParseInt: parsing \"many\": invalid syntax",
                "-v=x | invalid argument \"x\" for \"-v, --v\" flag: strconv.ParseInt: parsing \"x\": invalid syntax",
                "--profiling=perhaps | invalid argument \"perhaps\" for \"--profiling\" flag: strconv.ParseBool: parsing \"perhaps\": invalid syntax",
                "--event-ttl=5 | invalid argument \"5\" for \"--event-ttl\" flag: time: missing unit in duration \"5\"",
                "--event-ttl=soon | invalid argument \"soon\" for \"--event-ttl\" flag: time: invalid duration \"soon\"",
                "--event-ttl=5days | invalid argument \"5days\" for \"--event-ttl\" flag: time: unknown unit \"days\" in duration \"5days\"",
                "--bind-address=here | invalid argument \"here\" for \"--bind-address\" flag: failed to parse IP: \"here\"",
                "--goaway-chance=x | invalid argument \"x\" for \"--goaway-chance\" flag: strconv.ParseFloat: parsing \"x\": invalid syntax",
                "--feature-gates=AllAlpha | invalid argument \"AllAlpha\" for \"--feature-gates\" flag: malformed pair, expect string=string",
                "up | \"kube-apiserver\" does not take any arguments, got [\"up\"]",
            })
    void whatMakesNoSenseIsRefusedInUpstreamsWords(String written, String message) {
        assertThatThrownBy(() -> read(written.split(" "))).isInstanceOf(FlagError.class).hasMessage(message);
    }

    @Test
    void valuesAreReadInEveryFormThatUpstreamTakes() {
        FlagValues flags = read(
                "--secure-port", "6444", "--event-ttl=1h30m", "--profiling=false", "--anonymous-auth", "-v4",
                "--etcd-servers=https://a:2379,https://b:2379", "--etcd-servers", "https://c:2379",
                "--service-account-key-file=a,b.pub", "--service-account-key-file=c.pub", "--bind_address=::1",
                "--feature-gates=AllAlpha=false,kube:AllBeta=true", "--runtime-config=api/all");
        assertThat(flags.number("secure-port")).isEqualTo(6444);
        assertThat(flags.duration("event-ttl")).isEqualTo(Duration.ofMinutes(90));
        assertThat(flags.is("profiling")).isFalse();
        assertThat(flags.is("anonymous-auth")).isTrue();
        assertThat(flags.number("v")).isEqualTo(4);
        assertThat(flags.texts("etcd-servers")).containsExactly("https://a:2379", "https://b:2379", "https://c:2379");
        assertThat(flags.texts("service-account-key-file")).containsExactly("a,b.pub", "c.pub");
        assertThat(flags.text("bind-address")).isEqualTo("::1");
        assertThat(flags.pairs("feature-gates")).isEqualTo(Map.of("AllAlpha", "false", "kube:AllBeta", "true"));
        assertThat(flags.pairs("runtime-config")).isEqualTo(Map.of("api/all", ""));
    }

    @Test
    void whatIsNotGivenIsUpstreamsDefault() {
        FlagValues flags = read();
        assertThat(flags.number("secure-port")).isEqualTo(6443);
        assertThat(flags.text("etcd-prefix")).isEqualTo("/registry");
        assertThat(flags.duration("event-ttl")).isEqualTo(Duration.ofHours(1));
        assertThat(flags.texts("oidc-signing-algs")).containsExactly("RS256");
        assertThat(flags.is("anonymous-auth")).isTrue();
        assertThat(flags.duration("shutdown-delay-duration")).isZero();
    }

    @Test
    void theLastWordOnAFlagWithOneValueHolds() {
        assertThat(read("--secure-port=1", "--secure-port=2").number("secure-port")).isEqualTo(2);
    }

    @Test
    void flagsThatNobodyAskedForAreNamed() {
        FlagValues flags = read("--secure-port=1", "--watch-cache=false", "--enable-logs-handler=false");
        flags.number("secure-port");
        assertThat(flags.idle()).containsExactly("watch-cache", "enable-logs-handler");
        assertThat(flags.deprecated()).containsExactly("enable-logs-handler");
    }

    @ParameterizedTest
    @ValueSource(strings = {"kube-apiserver", "kube-controller-manager", "kube-scheduler"})
    void everyDefaultIsAValueThatItsFlagTakes(String component) {
        FlagTable table = FlagTable.of(component);
        for (UpstreamFlag flag : table.flags().values()) {
            if (!flag.fallback().isEmpty() && !flag.fallback().startsWith("[")) {
                FlagValues.read(table, List.of("--" + flag.name() + "=" + flag.fallback()));
            }
        }
        assertThat(table.flags()).hasSizeGreaterThan(50);
    }

    @ParameterizedTest
    @CsvSource({"1h0m0s, 3600000", "90s, 90000", "1.5s, 1500", "300ms, 300", "0, 0", "-2m, -120000", "1h1m1s, 3661000"})
    void durationsAreGos(String text, long millis) {
        assertThat(GoDuration.parse(text)).isEqualTo(Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Frob=true | unrecognized feature gate: Frob",
                "APIServerTracing=false | cannot set feature gate APIServerTracing to false, feature is locked to true",
                "AllAlpha=maybe | invalid value of AllAlpha=maybe, err: strconv.ParseBool: parsing \"maybe\": invalid syntax",
            })
    void gatesThatCannotBeSetSoAreRefused(String pair, String message) {
        Map<String, String> pairs = read("--feature-gates=" + pair).pairs("feature-gates");
        assertThatThrownBy(() -> FeatureGates.of(pairs)).hasMessage(message);
    }

    @Test
    void aGateThatIsGenerallyAvailableGetsAWord() {
        FeatureGates gates = FeatureGates.of(Map.of("APIServerTracing", "true"));
        assertThat(gates.warnings())
                .containsExactly("Setting GA feature gate APIServerTracing=true. It will be removed in a future release.");
        assertThat(FeatureGates.of(Map.of("kube:AllAlpha", "true")).isOpen("AllAlpha")).isTrue();
    }

    private static FlagValues read(String... arguments) {
        return FlagValues.read(API_SERVER, List.of(arguments));
    }
}
