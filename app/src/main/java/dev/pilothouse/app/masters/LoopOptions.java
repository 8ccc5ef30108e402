package dev.pilothouse.app.masters;

import dev.pilothouse.apiserver.http.ServingOptions;
import dev.pilothouse.apiserver.http.TlsOptions;
import dev.pilothouse.app.Leadership;
import dev.pilothouse.app.Refusal;
import dev.pilothouse.app.flags.FeatureGates;
import dev.pilothouse.app.flags.FlagError;
import dev.pilothouse.app.flags.FlagValues;
import dev.pilothouse.app.logs.Logs;
import dev.pilothouse.client.Key;
import dev.pilothouse.client.LeaderElection;
import dev.pilothouse.client.Pace;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What controller manager and scheduler are told alike.
///
/// @param election empty when the process acts without asking whether another does
/// @param pace how fast it may ask; empty for as fast as it can
record LoopOptions(
        Optional<Path> kubeconfig,
        Optional<Leadership.Election> election,
        Optional<Pace> pace,
        DoorOptions door,
        Optional<Path> reviewsBy) {

    /// Where a process shows its health.
    ///
    /// @param port 0 for nowhere
    /// @param connections which are good enough
    /// @param debugging what it shows of the process itself
    /// @param flags those in effect
    record DoorOptions(
            String address,
            int port,
            TlsFiles tls,
            TlsOptions connections,
            Optional<NamedFile> clientAuthority,
            List<String> open,
            ServingOptions.Debugging debugging,
            Map<String, String> flags,
            FeatureGates gates) {

        DoorOptions withProfiling(boolean value) {
            ServingOptions.Debugging wanted =
                    new ServingOptions.Debugging(value, debugging.flagz(), debugging.statusz(), debugging.verbosity());
            return new DoorOptions(address, port, tls, connections, clientAuthority, open, wanted, flags, gates);
        }
    }

    /// @param component upstream's name
    /// @param source who signs events about leadership
    static LoopOptions of(FlagValues flags, FeatureGates gates, String component, String source) {
        Optional<Path> kubeconfig = flags.file("kubeconfig");
        boolean paced = flags.isGiven("kube-api-qps") || flags.isGiven("kube-api-burst");
        double perSecond = flags.decimal("kube-api-qps");
        int burst = flags.number("kube-api-burst");
        return new LoopOptions(
                kubeconfig,
                election(flags, component, source),
                paced && perSecond > 0 ? Optional.of(new Pace(perSecond, burst, System::nanoTime)) : Optional.empty(),
                door(flags, gates),
                flags.file("authentication-kubeconfig").or(() -> flags.file("authorization-kubeconfig")).or(() -> kubeconfig));
    }

    private static Optional<Leadership.Election> election(FlagValues flags, String component, String source) {
        String lock = flags.text("leader-elect-resource-lock");
        if (!lock.equals("leases")) {
            throw new FlagError("leaderElection.resourceLock: Invalid value: \"" + lock + "\": resourceLock value must be \"leases\"");
        }
        Key lease = new Key(
                flags.text("leader-elect-resource-namespace"), flags.text("leader-elect-resource-name"));
        LeaderElection.Timings timings;
        try {
            timings = new LeaderElection.Timings(
                    flags.duration("leader-elect-lease-duration"),
                    flags.duration("leader-elect-renew-deadline"),
                    flags.duration("leader-elect-retry-period"));
        } catch (IllegalArgumentException wrong) {
            throw new Refusal("leader election: " + wrong.getMessage());
        }
        return flags.is("leader-elect")
                ? Optional.of(new Leadership.Election(component, source, lease, timings))
                : Optional.empty();
    }

    private static DoorOptions door(FlagValues flags, FeatureGates gates) {
        return new DoorOptions(
                flags.text("bind-address"),
                flags.number("secure-port"),
                TlsFiles.of(flags),
                connections(flags),
                NamedFile.of(flags, "client-ca-file"),
                flags.texts("authorization-always-allow-paths"),
                ServerOptions.debugging(
                        new ServingOptions.Debugging(flags.is("profiling"), true, true, Optional.of(Logs.VERBOSITY)), gates),
                flags.all(),
                gates);
    }

    private static TlsOptions connections(FlagValues flags) {
        try {
            return TlsOptions.of(flags.text("tls-min-version"), flags.texts("tls-cipher-suites"));
        } catch (IllegalArgumentException unknown) {
            throw new FlagError(unknown.getMessage());
        }
    }
}
