package dev.pilothouse.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pilothouse.api.schema.ServedApis;
import dev.pilothouse.apiserver.http.ServingOptions;
import dev.pilothouse.apiserver.http.TlsOptions;
import dev.pilothouse.app.logs.Logs;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandLineTest {
    @TempDir
    private Path temporary;

    private final ByteArrayOutputStream errors = new ByteArrayOutputStream();
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    @Test
    void everyCommandExplainsItself() {
        for (String command : List.of("up", "status", "down", "reset", "version")) {
            printed.reset();
            assertThat(run(command, "--help")).isZero();
            assertThat(printed.toString(StandardCharsets.UTF_8))
                    .contains("--help")
                    .startsWith("Usage: pilothouse " + command);
        }
        printed.reset();
        assertThat(run("--help")).isZero();
        assertThat(printed.toString(StandardCharsets.UTF_8)).contains("up ", "status ", "down ", "reset ", "version ", "test ");
    }

    @Test
    void flagsTakeTheirValuesInEveryUsualWay() {
        for (List<String> written : List.of(
                List.of("--nodes", "7", "-v", "4"), List.of("--nodes=7", "-v=4"), List.of("-v4", "--nodes=7"))) {
            Given given = Given.read(written, Up.COMMAND.flags());
            assertThat(given.number(flag("--nodes"))).isEqualTo(7);
            assertThat(given.number(flag("-v"))).isEqualTo(4);
            assertThat(given.text(flag("--secure-port"))).isEqualTo("6443");
            assertThat(given.has(flag("--wait"))).isFalse();
        }
        Given given = Given.read(List.of("-f", "a", "--wait", "--filename=b", "--detach=false"), Up.COMMAND.flags());
        assertThat(given.all(flag("-f"))).containsExactly("a", "b");
        assertThat(given.has(flag("--wait"))).isTrue();
        assertThat(given.has(flag("--detach"))).isFalse();
    }

    @Test
    void theServerIsToldHowToServe() {
        Given given = Given.read(
                List.of(
                        "--goaway-chance=0.02",
                        "--request-timeout=1m30s",
                        "--min-request-timeout=60",
                        "--max-requests-inflight=0",
                        "--cors-allowed-origins=//a\\.org(:|$),^https://b$",
                        "--strict-transport-security-directives=max-age=31536000,includeSubDomains,preload",
                        "--profiling",
                        "--shutdown-delay-duration=5s",
                        "--shutdown-send-retry-after",
                        "--shutdown-watch-termination-grace-period=1.5s",
                        "--runtime-config=apps/v1=false,batch/v1",
                        "--tls-min-version=VersionTLS13",
                        "--tls-cipher-suites=TLS_AES_128_GCM_SHA256,TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305"),
                Up.COMMAND.flags());
        assertThat(ServingFlags.read(given))
                .isEqualTo(new ServingOptions(
                        0.02,
                        Duration.ofSeconds(90),
                        Duration.ofMinutes(1),
                        0,
                        200,
                        List.of("//a\\.org(:|$)", "^https://b$"),
                        List.of("max-age=31536000", "includeSubDomains", "preload"),
                        debugging(true),
                        new ServingOptions.Shutdown(
                                Duration.ofSeconds(5), true, Duration.ofMillis(1500), Duration.ofSeconds(90)),
                        new TlsOptions(
                                TlsOptions.Version.TLS_1_3,
                                List.of("TLS_AES_128_GCM_SHA256", "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256")),
                        ServedApis.of(Map.of("apps/v1", "false"))));
        assertThat(ServingFlags.read(Given.read(List.of(), Up.COMMAND.flags())))
                .isEqualTo(ServingOptions.USUAL
                        .withDebugging(debugging(false))
                        .withShutdown(
                                new ServingOptions.Shutdown(Duration.ZERO, false, Duration.ZERO, Duration.ofMinutes(1))));
    }

    private static ServingOptions.Debugging debugging(boolean profiling) {
        return new ServingOptions.Debugging(profiling, true, true, Optional.of(Logs.VERBOSITY));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "--goaway-chance=0.03                         | --goaway-chance can not be less than 0 or greater than 0.02",
        "--tls-min-version=VersionTLS14               | unknown tls version \"VersionTLS14\"",
        "--runtime-config=frob/v1=true                | unknown api groups frob",
        "--tls-cipher-suites=TLS_FROB                 | Cipher suite TLS_FROB not supported or doesn't exist",
        "--tls-cipher-suites=TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384 | error configuring http2: http2: TLSConfig.CipherSuites is missing an HTTP/2-required AES_128_GCM_SHA256 cipher (need at least one of TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256 or TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256)",
        "--goaway-chance=-1                           | --goaway-chance can not be less than 0 or greater than 0.02",
        "--goaway-chance=NaN                          | --goaway-chance can not be less than 0 or greater than 0.02",
        "--request-timeout=-1s                        | --request-timeout can not be negative value",
        "--request-timeout=1                          | missing unit in duration",
        "--max-requests-inflight=-1                   | --max-requests-inflight can not be negative value",
        "--max-mutating-requests-inflight=-1          | --max-mutating-requests-inflight can not be negative value",
        "--min-request-timeout=-1                     | --min-request-timeout can not be negative value",
        "--shutdown-delay-duration=-1s                | --shutdown-delay-duration can not be negative value",
        "--cors-allowed-origins=example.com           | does not pin to start/end of host",
        "--cors-allowed-origins=^(a$                  | missing closing )",
        "--strict-transport-security-directives=never | --strict-transport-security-directives invalid"
    })
    void whatUpstreamRefusesIsRefused(String flag, String problem) {
        assertThatThrownBy(() -> ServingFlags.read(Given.read(List.of(flag), Up.COMMAND.flags())))
                .isInstanceOf(Given.Misuse.class)
                .hasMessageContaining(problem);
    }

    private static Flag flag(String name) {
        return Up.COMMAND.flags().stream()
                .filter(it -> it.names().contains(name))
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "up --frob | Unknown option: '--frob'",
                "up --nodes | Missing value for option '--nodes' (N)",
                "up --nodes --wait | Missing value for option '--nodes' (N)",
                "up --service-cluster-ip-range 10.0.0.0 | service-cluster-ip-range is not a valid cidr",
                "up --service-cluster-ip-range 10.0.0.0/8 | specified --service-cluster-ip-range is too large; for 32-bit addresses, the mask must be >= 12",
                "up --service-cluster-ip-range 10.0.0.0/16,10.1.0.0/16 | --service-cluster-ip-range[0] and --service-cluster-ip-range[1] must be of different IP family",
                "up --nodes many | Invalid value for option '--nodes' (N): 'many' is no whole number",
                "up --nodes 1 --nodes 2 | Option '--nodes' (N) may be given once only",
                "up --wait=perhaps | Option '--wait' takes no value but true or false",
                "up --only scheduler | Invalid value for option '--only' (apiserver): 'scheduler'",
                "status here | Unexpected argument: 'here'",
            })
    void whatMakesNoSenseIsOneLineAndAHint(String written, String message) {
        String[] arguments = written.split(" ");
        assertThat(run(arguments)).isEqualTo(2);
        assertThat(errors.toString(StandardCharsets.UTF_8))
                .isEqualTo("pilothouse: " + message + "\nTry: pilothouse " + arguments[0] + " --help\n");
    }

    @Test
    void aMistypedCommandIsOneLineAndAHint() {
        assertThat(run("frob")).isEqualTo(2);
        assertThat(errors.toString(StandardCharsets.UTF_8)).startsWith("pilothouse: ").contains("frob").endsWith("Try: pilothouse --help\n");
        assertThat(errors.toString(StandardCharsets.UTF_8).lines()).hasSize(2);
    }

    @Test
    void resetRefusesAFolderThatIsNotOurs() throws Exception {
        Files.writeString(temporary.resolve("letter"), "x");
        assertThat(run("reset", "--yes", "--data", temporary.toString())).isEqualTo(1);
        assertThat(errors.toString(StandardCharsets.UTF_8)).contains("nothing was deleted").hasLineCount(1);
        assertThat(temporary.resolve("letter")).exists();
    }

    @Test
    void resetAsksBeforeItDeletes() throws Exception {
        Files.writeString(temporary.resolve("lock"), "");
        assertThat(run("reset", "--data", temporary.toString())).isEqualTo(1);
        assertThat(errors.toString(StandardCharsets.UTF_8)).contains("--yes");
        assertThat(temporary.resolve("lock")).exists();
    }

    @Test
    void statusOfAnEmptyFolderIsNotRunning() {
        assertThat(run("status", "--data", temporary.resolve("none").toString())).isEqualTo(3);
    }

    private int run(String... arguments) {
        return Pilothouse.commandLine(new PrintStream(printed, true), new PrintStream(errors, true))
                .execute(arguments);
    }
}
