package dev.pilothouse.store.etcd;

import java.time.Duration;
import java.util.List;

/// Where etcd is, and how to speak with it.
///
/// @param endpoints such as `https://10.0.0.1:2379`, at least one; all of the same scheme
/// @param tls for endpoints with `https`
/// @param prefix below which the cluster's keys are, such as `/registry`
/// @param dialing how long opening waits for a member
/// @param answering how long a request waits for its answer
public record EtcdSettings(
        List<String> endpoints,
        EtcdTls tls,
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
        prefix = "/" + prefix.replaceAll("^/+|/+$", "");
    }

    /// Without TLS, with upstream's prefix and timeouts.
    public static EtcdSettings of(List<String> endpoints) {
        return new EtcdSettings(
                endpoints,
                EtcdTls.USUAL,
                USUAL_PREFIX,
                Duration.ofSeconds(20),
                Duration.ofSeconds(10));
    }

    /// The same settings for other members.
    public EtcdSettings withEndpoints(List<String> others) {
        return new EtcdSettings(others, tls, prefix, dialing, answering);
    }

    public EtcdSettings withPrefix(String other) {
        return new EtcdSettings(endpoints, tls, other, dialing, answering);
    }

    public EtcdSettings withTls(EtcdTls other) {
        return new EtcdSettings(endpoints, other, prefix, dialing, answering);
    }

    public EtcdSettings withDialing(Duration other) {
        return new EtcdSettings(endpoints, tls, prefix, other, answering);
    }

    public EtcdSettings withAnswering(Duration other) {
        return new EtcdSettings(endpoints, tls, prefix, dialing, other);
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
