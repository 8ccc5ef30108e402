package dev.pilothouse.apiserver.http;

import dev.pilothouse.api.schema.ServedApis;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;

/// How the API server serves: what upstream's flags of the same names say. Immutable; `with…` methods answer a changed copy.
///
/// @param goawayChance how likely a request over HTTP/2 makes its client open another connection, from 0 to 0.02
/// @param requestTimeout for a request that isn't long-running, from its first line to its answer
/// @param minRequestTimeout watches that name no time of their own end between this and twice this
/// @param maxRequestsInflight requests that read at a time; 0 for any number
/// @param maxMutatingRequestsInflight requests that write at a time; 0 for any number
/// @param corsAllowedOrigins regular expressions in Go's syntax; scripts from no other site may read answers
/// @param strictTransportSecurityDirectives what browsers are told about plain HTTP (RFC 6797); nothing when empty
/// @param debugging what those who may can see and do of the process itself
/// @param tls which connections are good enough
/// @param apis what of Kubernetes' own resources is served
public record ServingOptions(
        double goawayChance,
        Duration requestTimeout,
        Duration minRequestTimeout,
        int maxRequestsInflight,
        int maxMutatingRequestsInflight,
        List<String> corsAllowedOrigins,
        List<String> strictTransportSecurityDirectives,
        Debugging debugging,
        Shutdown shutdown,
        TlsOptions tls,
        ServedApis apis) {

    /// Upstream's defaults, but for profiles.
    public static final ServingOptions USUAL = new ServingOptions(
            0, Duration.ofMinutes(1), Duration.ofMinutes(30), 400, 200, List.of(), List.of(), Debugging.USUAL, Shutdown.AT_ONCE, TlsOptions.USUAL, ServedApis.ALL);

    /// What can be seen and done of the process itself.
    ///
    /// @param profiling its threads and memory, and how much it tells in its log; upstream's default is yes
    /// @param flagz the flags in effect
    /// @param statusz its versions and age
    /// @param verbosity sets how much the log tells, as `--v` does; nothing where somebody else keeps the log
    public record Debugging(boolean profiling, boolean flagz, boolean statusz, Optional<IntConsumer> verbosity) {
        public static final Debugging USUAL = new Debugging(false, true, true, Optional.empty());

        public Debugging withPages(boolean showsFlags, boolean showsStatus) {
            return new Debugging(profiling, showsFlags, showsStatus, verbosity);
        }
    }

    /// How the server goes.
    ///
    /// @param delay for so long it says that it isn't ready and goes on serving, so that balancers look elsewhere
    /// @param sendRetryAfter whether it listens on after that and sends who comes away with 429
    /// @param watchTerminationGracePeriod over so long open watches are ended, a few at a time; all at once when 0
    /// @param drain for so long it waits at most for answers on their way
    public record Shutdown(Duration delay, boolean sendRetryAfter, Duration watchTerminationGracePeriod, Duration drain) {
        /// Nobody is waited for who takes longer than a moment.
        public static final Shutdown AT_ONCE = new Shutdown(Duration.ZERO, false, Duration.ZERO, Duration.ofSeconds(2));

        /// After so long the last client is gone.
        public Duration longest() {
            return delay.plus(watchTerminationGracePeriod).plus(drain);
        }

        public Shutdown withDelay(Duration value) {
            return new Shutdown(value, sendRetryAfter, watchTerminationGracePeriod, drain);
        }
    }

    public ServingOptions {
        corsAllowedOrigins = List.copyOf(corsAllowedOrigins);
        strictTransportSecurityDirectives = List.copyOf(strictTransportSecurityDirectives);
    }

    public ServingOptions withGoawayChance(double value) {
        return new ServingOptions(
                value,
                requestTimeout,
                minRequestTimeout,
                maxRequestsInflight,
                maxMutatingRequestsInflight,
                corsAllowedOrigins,
                strictTransportSecurityDirectives,
                debugging,
                shutdown,
                tls,
                apis);
    }

    public ServingOptions withTimeouts(Duration request, Duration minimum) {
        return new ServingOptions(
                goawayChance,
                request,
                minimum,
                maxRequestsInflight,
                maxMutatingRequestsInflight,
                corsAllowedOrigins,
                strictTransportSecurityDirectives,
                debugging,
                shutdown,
                tls,
                apis);
    }

    public ServingOptions withInflight(int reading, int mutating) {
        return new ServingOptions(
                goawayChance,
                requestTimeout,
                minRequestTimeout,
                reading,
                mutating,
                corsAllowedOrigins,
                strictTransportSecurityDirectives,
                debugging,
                shutdown,
                tls,
                apis);
    }

    public ServingOptions withBrowsers(List<String> allowedOrigins, List<String> transportSecurity) {
        return new ServingOptions(
                goawayChance,
                requestTimeout,
                minRequestTimeout,
                maxRequestsInflight,
                maxMutatingRequestsInflight,
                allowedOrigins,
                transportSecurity,
                debugging,
                shutdown,
                tls,
                apis);
    }

    public ServingOptions withDebugging(Debugging value) {
        return new ServingOptions(
                goawayChance,
                requestTimeout,
                minRequestTimeout,
                maxRequestsInflight,
                maxMutatingRequestsInflight,
                corsAllowedOrigins,
                strictTransportSecurityDirectives,
                value,
                shutdown,
                tls,
                apis);
    }

    public ServingOptions withShutdown(Shutdown value) {
        return new ServingOptions(
                goawayChance,
                requestTimeout,
                minRequestTimeout,
                maxRequestsInflight,
                maxMutatingRequestsInflight,
                corsAllowedOrigins,
                strictTransportSecurityDirectives,
                debugging,
                value,
                tls,
                apis);
    }

    public ServingOptions withTls(TlsOptions value) {
        return new ServingOptions(
                goawayChance,
                requestTimeout,
                minRequestTimeout,
                maxRequestsInflight,
                maxMutatingRequestsInflight,
                corsAllowedOrigins,
                strictTransportSecurityDirectives,
                debugging,
                shutdown,
                value,
                apis);
    }

    public ServingOptions withApis(ServedApis value) {
        return new ServingOptions(
                goawayChance,
                requestTimeout,
                minRequestTimeout,
                maxRequestsInflight,
                maxMutatingRequestsInflight,
                corsAllowedOrigins,
                strictTransportSecurityDirectives,
                debugging,
                shutdown,
                tls,
                value);
    }
}
