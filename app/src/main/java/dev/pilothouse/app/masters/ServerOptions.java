package dev.pilothouse.app.masters;

import dev.pilothouse.apiserver.ApiServer;
import dev.pilothouse.apiserver.Policy;
import dev.pilothouse.apiserver.authentication.RequestHeaders;
import dev.pilothouse.apiserver.bootstrap.ClusterTrust;
import dev.pilothouse.apiserver.bootstrap.WhereServerIs;
import dev.pilothouse.apiserver.http.ServingOptions;
import dev.pilothouse.apiserver.http.Tls;
import dev.pilothouse.apiserver.pki.ServingNames;
import dev.pilothouse.apiserver.storage.EventLifetime;
import dev.pilothouse.apiserver.storage.AtRest;
import dev.pilothouse.apiserver.upkeep.Membership;
import dev.pilothouse.app.LoopHealth;
import dev.pilothouse.app.Machine;
import dev.pilothouse.app.flags.FeatureGates;
import dev.pilothouse.app.flags.FlagError;
import dev.pilothouse.app.flags.FlagValues;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What the API server is told as a process of its own.
///
/// @param where what the cluster is told of it
public record ServerOptions(
        NetworkOptions network,
        Tls tls,
        ApiServer.Settings settings,
        WhereServerIs where,
        Membership.Reconciler reconciler,
        FeatureGates gates) {

    static final String COMPONENT = "kube-apiserver";

    /// What several commands are told alike.
    ///
    /// @param proxies which front proxies are believed
    /// @param storage how objects lie in the store
    public record Common(ServingOptions serving, RequestHeaders proxies, AtRest storage) {}

    /// Reads what the flags name.
    ///
    /// @throws FlagError when they make no sense
    /// @throws dev.pilothouse.app.Refusal when a file can't be used
    public static ServerOptions of(FlagValues flags, Common common, Machine machine) {
        NetworkOptions network = NetworkOptions.of(flags);
        Policy policy = PolicyOptions.of(flags);
        CallerOptions callers = CallerOptions.of(flags, common.proxies(), policy.modes(), machine.clock());
        ClusterTrust trust = new ClusterTrust(callers.authorities(), common.proxies());
        if (!Set.of("", "etcd3").contains(flags.text("storage-backend"))) {
            throw new FlagError("--storage-backend invalid, allowed values: etcd3. If not specified, it will default to 'etcd3'");
        }
        FeatureGates gates = FeatureGates.of(flags.pairs("feature-gates"));
        Duration eventTtl = flags.duration("event-ttl");
        if (!eventTtl.isPositive()) {
            throw new FlagError("--event-ttl must be longer than 0s here, not " + flags.text("event-ttl"));
        }
        return new ServerOptions(
                network,
                TlsFiles.of(flags)
                        .tls(COMPONENT, names(network, machine), trust.authorities(), machine.clock()),
                new ApiServer.Settings(
                        network.external(),
                        network.ranges(),
                        callers.callers(),
                        policy,
                        new EventLifetime(eventTtl, Long.parseLong(flags.text("lease-reuse-duration-seconds"))),
                        LoopHealth.onThisMachine(),
                        common.serving().withDebugging(debugging(common.serving().debugging(), gates)),
                        common.storage(),
                        effective(flags, network),
                        gates),
                new WhereServerIs(
                        network.ranges().addresses(),
                        network.ranges().firstAddress(),
                        network.advertised(),
                        network.port(),
                        trust),
                reconciler(flags.text("endpoint-reconciler-type")),
                gates);
    }

    static ServingOptions.Debugging debugging(ServingOptions.Debugging wanted, FeatureGates gates) {
        return wanted.withPages(gates.isOpen("ComponentFlagz"), gates.isOpen("ComponentStatusz"));
    }

    private static Map<String, String> effective(FlagValues flags, NetworkOptions network) {
        Map<String, String> effective = flags.all();
        effective.put("advertise-address", network.advertised());
        return effective;
    }

    private static ServingNames names(NetworkOptions network, Machine machine) {
        return ServingNames.with(
                List.of(machine.host()), List.of(network.advertised(), network.ranges().firstAddress()));
    }

    private static Membership.Reconciler reconciler(String type) {
        return switch (type) {
            case "lease" -> new Membership.Reconciler.Lease();
            case "none" -> new Membership.Reconciler.None();
            default -> throw new FlagError("--endpoint-reconciler-type must be lease or none, not \"" + type + "\"");
        };
    }
}
