package dev.pilothouse.app;

import dev.pilothouse.apiserver.bootstrap.WhereServerIs;
import dev.pilothouse.apiserver.authentication.RequestHeaders;
import dev.pilothouse.apiserver.http.ServingOptions;
import dev.pilothouse.apiserver.pki.ServingNames;
import dev.pilothouse.apiserver.ServiceRanges;
import dev.pilothouse.apiserver.storage.AtRest;
import dev.pilothouse.apiserver.storage.StorageFormat;
import dev.pilothouse.apiserver.upkeep.Membership;
import java.util.List;
import java.util.Optional;

/// What one control plane is to be. Immutable; `with…` methods answer a changed copy.
///
/// @param parts which components run
/// @param nodes simulated nodes
/// @param advertiseAddress the IP address at which clients and nodes find the API server
/// @param advertisePort the port there
/// @param serviceRange where cluster addresses of services come from, in CIDR notation
/// @param issuer who issues service account tokens, and whom they are meant for unless they say otherwise
/// @param reconciler how clients inside the cluster learn of this server
/// @param requestHeaders which front proxies the API server believes; empty for the cluster's own
/// @param shared whether other masters may be at work on the same store: loops and nodes then run on one of them at a time
/// @param serving how the API server serves
/// @param storage how objects lie in the store
public record Settings(
        Parts parts,
        int nodes,
        String advertiseAddress,
        int advertisePort,
        String serviceRange,
        String issuer,
        Membership.Reconciler reconciler,
        Optional<RequestHeaders> requestHeaders,
        boolean shared,
        ServingOptions serving,
        AtRest storage) {
    private static final int USUAL_NODES = 3;

    /// The components that run.
    public enum Parts {
        /// API server, controllers, scheduler, nodes.
        ALL,
        /// Nothing acts on the objects: the API server alone.
        API_SERVER
    }

    /// A whole control plane with three nodes, as flags of upstream's have it where nobody sets them, reachable on this
    /// machine.
    public static Settings standard() {
        return new Settings(
                Parts.ALL, USUAL_NODES, "192.0.2.1", 6443, "10.0.0.0/16", "https://kubernetes.default.svc", new Membership.Reconciler.Lease(),
                Optional.empty(),
                false,
                ServingOptions.USUAL,
                AtRest.plain(StorageFormat.TREE));
    }

    public Settings withParts(Parts value) {
        return new Settings(value, nodes, advertiseAddress, advertisePort, serviceRange, issuer, reconciler, requestHeaders, shared, serving, storage);
    }

    public Settings withNodes(int value) {
        return new Settings(parts, value, advertiseAddress, advertisePort, serviceRange, issuer, reconciler, requestHeaders, shared, serving, storage);
    }

    public Settings withAdvertised(String address, int port) {
        return new Settings(parts, nodes, address, port, serviceRange, issuer, reconciler, requestHeaders, shared, serving, storage);
    }

    public Settings withServiceRange(String value) {
        return new Settings(parts, nodes, advertiseAddress, advertisePort, value, issuer, reconciler, requestHeaders, shared, serving, storage);
    }

    public Settings withServing(ServingOptions value) {
        return new Settings(parts, nodes, advertiseAddress, advertisePort, serviceRange, issuer, reconciler, requestHeaders, shared, value, storage);
    }

    public Settings withRequestHeaders(RequestHeaders value) {
        return new Settings(
                parts, nodes, advertiseAddress, advertisePort, serviceRange, issuer, reconciler, Optional.of(value), shared, serving, storage);
    }

    public Settings withStorage(AtRest value) {
        return new Settings(parts, nodes, advertiseAddress, advertisePort, serviceRange, issuer, reconciler, requestHeaders, shared, serving, value);
    }

    public Settings withShared(boolean value) {
        return new Settings(
                parts, nodes, advertiseAddress, advertisePort, serviceRange, issuer, reconciler, requestHeaders, value, serving, storage);
    }

    /// Where services inside the cluster find the API server: the first address of the range.
    public String firstServiceAddress() {
        return ServiceRanges.of(serviceRange).firstAddress();
    }

    /// What clients inside the cluster and on this machine call the API server.
    public ServingNames servingNames() {
        return ServingNames.with(List.of(), List.of(advertiseAddress, firstServiceAddress()));
    }

    String advertised() {
        return WhereServerIs.inUrl(advertiseAddress) + ":" + advertisePort;
    }

    List<String> audiences() {
        return List.of(issuer);
    }
}
