package dev.pilothouse.controllers.certificates;

import dev.pilothouse.controllers.certificates.SigningRequest.NameKind;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// What the signers of the cluster itself sign (API reference "Certificates and Certificate Signing Requests",
/// "Kubernetes signers").
final class SignerRules {
    static final String CLIENT = "kubernetes.io/kube-apiserver-client";
    static final String KUBELET_CLIENT = "kubernetes.io/kube-apiserver-client-kubelet";
    static final String KUBELET_SERVING = "kubernetes.io/kubelet-serving";

    private static final String CLIENT_AUTH = "client auth";
    private static final String SERVER_AUTH = "server auth";
    private static final String SIGNATURE = "digital signature";
    private static final String ENCIPHERMENT = "key encipherment";

    @FunctionalInterface
    private interface Rule {
        Optional<String> problem(SigningRequest request, Set<String> usages);
    }

    private static final Map<String, Rule> RULES = Map.of(
            CLIENT, (_, usages) -> clientUsages(usages),
            KUBELET_CLIENT, SignerRules::kubeletClient,
            KUBELET_SERVING, SignerRules::kubeletServing);

    private SignerRules() {}

    static boolean isKnown(String signer) {
        return RULES.containsKey(signer);
    }

    /// Why the signer doesn't sign the request, in words for its condition.
    static Optional<String> problem(String signer, SigningRequest request, List<String> usages) {
        return RULES.get(signer).problem(request, new TreeSet<>(usages));
    }

    private static Optional<String> clientUsages(Set<String> usages) {
        Set<String> allowed = new TreeSet<>(Set.of(CLIENT_AUTH, SIGNATURE, ENCIPHERMENT));
        return usages.contains(CLIENT_AUTH) && allowed.containsAll(usages) ? Optional.empty() : usagesDiffer(allowed);
    }

    private static Optional<String> kubeletClient(SigningRequest request, Set<String> usages) {
        return first(List.of(
                organization(request),
                no(request, NameKind.DNS, "DNS"),
                no(request, NameKind.EMAIL, "Email"),
                no(request, NameKind.IP, "IP"),
                no(request, NameKind.URI, "URI"),
                commonName(request),
                exactly(usages, CLIENT_AUTH)));
    }

    private static Optional<String> kubeletServing(SigningRequest request, Set<String> usages) {
        boolean named = request.count(NameKind.DNS) + request.count(NameKind.IP) > 0;
        return first(List.of(
                organization(request),
                named ? Optional.empty() : Optional.of("DNS or IP subjectAltName is required"),
                no(request, NameKind.EMAIL, "Email"),
                no(request, NameKind.URI, "URI"),
                exactly(usages, SERVER_AUTH),
                commonName(request)));
    }

    private static Optional<String> first(List<Optional<String>> problems) {
        return problems.stream().flatMap(Optional::stream).findFirst();
    }

    private static Optional<String> organization(SigningRequest request) {
        return request.organizations().equals(List.of("system:nodes"))
                ? Optional.empty()
                : Optional.of("subject organization is not system:nodes");
    }

    private static Optional<String> commonName(SigningRequest request) {
        return request.commonName().startsWith("system:node:")
                ? Optional.empty()
                : Optional.of("subject common name does not begin with system:node:");
    }

    private static Optional<String> no(SigningRequest request, NameKind kind, String called) {
        return request.count(kind) == 0
                ? Optional.empty()
                : Optional.of(called + " subjectAltNames are not allowed");
    }

    /// The purpose and what keys do for it; only RSA keys encipher.
    private static Optional<String> exactly(Set<String> usages, String purpose) {
        Set<String> all = new TreeSet<>(Set.of(purpose, SIGNATURE, ENCIPHERMENT));
        return usages.equals(all) || usages.equals(Set.of(purpose, SIGNATURE)) ? Optional.empty() : usagesDiffer(all);
    }

    private static Optional<String> usagesDiffer(Set<String> wanted) {
        return Optional.of("usages did not match [" + String.join(" ", wanted) + "]");
    }
}
