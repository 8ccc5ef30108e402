package dev.pilothouse.store.etcd;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Where etcd is, and how to speak with it.
///
/// @param endpoints such as `https://10.0.0.1:2379`, at least one; all of the same scheme
/// @param authority the file of certificates that members' certificates are checked against; the machine's own when empty
/// @param certificate the file of the client's certificate, given together with its key (PKCS 8, PEM)
/// @param prefix below which the cluster's keys are, such as `/registry`
/// @param dialing how long opening waits for a member
/// @param answering how long a request waits for its answer
public record EtcdSettings(
        List<String> endpoints,
        Optional<Path> authority,
        Optional<Path> certificate,
        Optional<Path> key,
        String prefix,
        Duration dialing,
        Duration answering) {
    /// What keys begin with for those who use the store (upstream's default of `--etcd-prefix`).
    static final String USUAL_PREFIX = "/registry";

    public EtcdSettings {
        endpoints = endpoints.stream().map(EtcdSettings::normal).toList();
        if (endpoints.isEmpty()) {
            throw new IllegalArgumentException("etcd needs at least one endpoint");
        }
        if (certificate.isPresent() != key.isPresent()) {
            throw new IllegalArgumentException("a client certificate and its key go together");
        }
        prefix = "/" + prefix.replaceAll("^/+|/+$", "");
    }

    /// Without TLS, with upstream's prefix and timeouts.
    public static EtcdSettings of(List<String> endpoints) {
        return new EtcdSettings(
                endpoints,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                USUAL_PREFIX,
                Duration.ofSeconds(20),
                Duration.ofSeconds(10));
    }

    public EtcdSettings withPrefix(String other) {
        return new EtcdSettings(endpoints, authority, certificate, key, other, dialing, answering);
    }

    public EtcdSettings withKeys(Optional<Path> ca, Optional<Path> clientCertificate, Optional<Path> clientKey) {
        return new EtcdSettings(endpoints, ca, clientCertificate, clientKey, prefix, dialing, answering);
    }

    public EtcdSettings withAnswering(Duration other) {
        return new EtcdSettings(endpoints, authority, certificate, key, prefix, dialing, other);
    }

    private static String normal(String endpoint) {
        String trimmed = endpoint.strip().replaceAll("/+$", "");
        return trimmed.contains("://") ? trimmed : "http://" + trimmed;
    }

    static boolean isSecure(String endpoint) {
        return endpoint.startsWith("https://");
    }

    static String target(String endpoint) {
        return endpoint.substring(endpoint.indexOf("://") + 3);
    }
}
