package dev.pilothouse.app.cli;

import dev.pilothouse.api.meta.GoDuration;
import dev.pilothouse.api.schema.ServedApis;
import dev.pilothouse.api.structural.GoPattern;
import dev.pilothouse.apiserver.http.ServingOptions;
import dev.pilothouse.apiserver.http.TlsOptions;
import dev.pilothouse.app.cli.Given.Misuse;
import dev.pilothouse.app.logs.Logs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The flags that say how the API server serves, under upstream's names and with its checks.
final class ServingFlags {
    private static final double MOST_GOAWAYS = 0.02;

    private static final Pattern TRANSPORT_SECURITY =
            Pattern.compile("max-age=\\d+|includeSubDomains|preload", Pattern.CASE_INSENSITIVE);

    private static final Flag GOAWAY_CHANCE = Flag.of(
            "N", "0", "How likely a request makes its client open another connection, 0 to 0.02.", "--goaway-chance");
    private static final Flag REQUEST_TIMEOUT =
            Flag.of("DURATION", "1m0s", "How long a request may take that isn't long-running.", "--request-timeout");
    private static final Flag MIN_REQUEST_TIMEOUT = Flag.of(
            "SECONDS", "1800", "How long a watch lasts at least that names no time.", "--min-request-timeout");
    private static final Flag READING =
            Flag.of("N", "400", "Requests that read at a time; 0 for any number.", "--max-requests-inflight");
    private static final Flag WRITING = Flag.of(
            "N", "200", "Requests that write at a time; 0 for any number.", "--max-mutating-requests-inflight");
    private static final Flag CORS = Flag.of(
                    "REGEX,...", "", "Sites whose scripts may use the API; none by default.", "--cors-allowed-origins")
            .manyTimes();
    private static final Flag HSTS = Flag.of(
                    "DIRECTIVE,...",
                    "",
                    "What browsers are told about plain HTTP: max-age=N, includeSubDomains, preload.",
                    "--strict-transport-security-directives")
            .manyTimes();
    private static final Flag PROFILING = Flag.bare(
            "Let those who may look at threads and memory of the process and change -v, below /debug/.", "--profiling");
    private static final Flag SHUTDOWN_DELAY = Flag.of(
            "DURATION", "0s", "How long to serve on at the end, not being ready.", "--shutdown-delay-duration");
    private static final Flag RETRY_AFTER = Flag.bare(
            "At the end, send new requests away with 429 until the others are answered.", "--shutdown-send-retry-after");
    private static final Flag WATCH_GRACE = Flag.of(
            "DURATION",
            "0s",
            "Over how long to end open watches at the end.",
            "--shutdown-watch-termination-grace-period");

    private static final Flag TLS_VERSION = Flag.of(
            "VERSION", "", "Refuse connections with an older TLS: VersionTLS12, VersionTLS13.", "--tls-min-version");
    private static final Flag TLS_SUITES = Flag.of(
                    "SUITE,...", "", "Cipher suites for TLS 1.2; those of 1.3 are always good.", "--tls-cipher-suites")
            .manyTimes();

    private static final Flag APIS = Flag.of(
                    "NAME=BOOL,...",
                    "",
                    "APIs to serve or not: api/all, GROUP/VERSION, GROUP/VERSION/RESOURCE.",
                    "--runtime-config")
            .manyTimes();

    static final List<Flag> FLAGS = List.of(
            GOAWAY_CHANCE,
            REQUEST_TIMEOUT,
            MIN_REQUEST_TIMEOUT,
            READING,
            WRITING,
            CORS,
            HSTS,
            PROFILING,
            SHUTDOWN_DELAY,
            RETRY_AFTER,
            WATCH_GRACE,
            TLS_VERSION,
            TLS_SUITES,
            APIS);

    private ServingFlags() {}

    /// @throws Misuse when a value is none that upstream takes
    static ServingOptions read(Said said) {
        Duration requests = duration(said, REQUEST_TIMEOUT, "--request-timeout can not be negative value");
        return new ServingOptions(
                goawayChance(said),
                requests,
                Duration.ofSeconds(count(said, MIN_REQUEST_TIMEOUT)),
                count(said, READING),
                count(said, WRITING),
                origins(said),
                directives(said),
                new ServingOptions.Debugging(said.has(PROFILING), true, true, Optional.of(Logs.VERBOSITY)),
                new ServingOptions.Shutdown(
                        duration(said, SHUTDOWN_DELAY, "--shutdown-delay-duration can not be negative value"),
                        said.has(RETRY_AFTER),
                        duration(
                                said,
                                WATCH_GRACE,
                                "shutdown-watch-termination-grace-period, if provided, can not be a negative value"),
                        requests),
                tls(said),
                apis(said));
    }

    private static ServedApis apis(Said said) {
        Map<String, String> config = new LinkedHashMap<>();
        for (String pair : parts(said, APIS)) {
            int sign = pair.indexOf('=');
            config.put(sign < 0 ? pair.strip() : pair.substring(0, sign).strip(), sign < 0 ? "" : pair.substring(sign + 1).strip());
        }
        try {
            return ServedApis.of(config);
        } catch (IllegalArgumentException senseless) {
            throw new Misuse(senseless.getMessage(), senseless);
        }
    }

    private static TlsOptions tls(Said said) {
        try {
            return TlsOptions.of(said.text(TLS_VERSION), parts(said, TLS_SUITES));
        } catch (IllegalArgumentException unknown) {
            throw new Misuse(unknown.getMessage(), unknown);
        }
    }

    private static double goawayChance(Said said) {
        String text = said.text(GOAWAY_CHANCE);
        try {
            double chance = Double.parseDouble(text);
            if (chance >= 0 && chance <= MOST_GOAWAYS) {
                return chance;
            }
        } catch (NumberFormatException e) {
            throw new Misuse("Invalid value for option " + GOAWAY_CHANCE + ": '" + text + "' is no number", e);
        }
        throw new Misuse("--goaway-chance can not be less than 0 or greater than 0.02");
    }

    private static int count(Said said, Flag flag) {
        int number = said.number(flag);
        if (number < 0) {
            throw new Misuse(flag.names().getLast() + " can not be negative value");
        }
        return number;
    }

    private static Duration duration(Said said, Flag flag, String negative) {
        Duration duration;
        try {
            duration = GoDuration.parse(said.text(flag));
        } catch (GoDuration.Malformed malformed) {
            throw new Misuse("Invalid value for option " + flag + ": " + malformed.getMessage(), malformed);
        }
        if (duration.isNegative()) {
            throw new Misuse(negative);
        }
        return duration;
    }

    private static List<String> parts(Said said, Flag flag) {
        return said.all(flag).stream()
                .flatMap(value -> Stream.of(value.split(",")))
                .filter(part -> !part.isEmpty())
                .toList();
    }

    /// An expression must be bound to both ends of the host, else `example.com` lets in `example.com.evil.org` (CVE-2022-1996).
    private static List<String> origins(Said said) {
        List<String> origins = parts(said, CORS);
        for (String origin : origins) {
            String problem = GoPattern.of(origin).problem();
            boolean bound = (origin.contains("^") || origin.contains("//")) && (origin.contains("$") || origin.contains(":"));
            if (!problem.isEmpty() || !bound) {
                throw new Misuse("--cors-allowed-origins has an invalid regular expression: "
                        + (problem.isEmpty()
                                ? "regular expression does not pin to start/end of host in the origin header"
                                : problem));
            }
        }
        return origins;
    }

    private static List<String> directives(Said said) {
        List<String> directives = new ArrayList<>();
        for (String directive : parts(said, HSTS)) {
            if (!TRANSPORT_SECURITY.matcher(directive).matches()) {
                throw new Misuse("--strict-transport-security-directives invalid, allowed values: max-age=expireTime,"
                        + " includeSubDomains, preload. see https://tools.ietf.org/html/rfc6797#section-6.1 for more"
                        + " information");
            }
            directives.add(directive);
        }
        return directives;
    }
}
