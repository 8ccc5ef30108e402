package dev.pilothouse.apiserver.http;

import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

/// Which connections are good enough (upstream's `--tls-min-version` and `--tls-cipher-suites`).
///
/// @param version the least
/// @param suites by their registered names, of which those for TLS 1.2 bind: with 1.3 all are good, and none can be chosen, as in
///     Go; empty for what is usual
public record TlsOptions(Version version, List<String> suites) {
    public static final TlsOptions USUAL = new TlsOptions(Version.TLS_1_2, List.of());

    /// Suites of TLS 1.3, which can't be chosen.
    private static final Set<String> ALWAYS =
            Set.of("TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256");

    private static final Set<String> GOOD = Set.of(
            "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA",
            "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA",
            "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA",
            "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA",
            "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256");

    /// Known and not good.
    private static final Set<String> BAD = Set.of(
            "TLS_RSA_WITH_RC4_128_SHA",
            "TLS_RSA_WITH_3DES_EDE_CBC_SHA",
            "TLS_RSA_WITH_AES_128_CBC_SHA",
            "TLS_RSA_WITH_AES_256_CBC_SHA",
            "TLS_RSA_WITH_AES_128_CBC_SHA256",
            "TLS_RSA_WITH_AES_128_GCM_SHA256",
            "TLS_RSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_ECDSA_WITH_RC4_128_SHA",
            "TLS_ECDHE_RSA_WITH_RC4_128_SHA",
            "TLS_ECDHE_RSA_WITH_3DES_EDE_CBC_SHA",
            "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256",
            "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256");

    /// HTTP/2 wants one of these of every server (RFC 9113, 9.2.2).
    private static final List<String> FOR_HTTP2 =
            List.of("TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256", "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256");

    /// Versions by upstream's names. Those before 1.2 are known, and not offered.
    public enum Version {
        TLS_1_0("VersionTLS10"),
        TLS_1_1("VersionTLS11"),
        TLS_1_2("VersionTLS12"),
        TLS_1_3("VersionTLS13");

        private final String upstream;

        Version(String upstream) {
            this.upstream = upstream;
        }
    }

    public TlsOptions {
        suites = List.copyOf(suites);
    }

    /// @param version upstream's name; empty for what is usual
    /// @param suites registered names, and Go's older ones
    /// @throws IllegalArgumentException in upstream's words
    public static TlsOptions of(String version, List<String> suites) {
        TlsOptions options = new TlsOptions(
                version.isEmpty() ? USUAL.version : named(version), suites.stream().map(TlsOptions::suite).toList());
        boolean forHttp2 = options.suites.isEmpty()
                || options.version == Version.TLS_1_3
                || FOR_HTTP2.stream().anyMatch(options.suites::contains);
        if (!forHttp2) {
            throw new IllegalArgumentException("error configuring http2: http2: TLSConfig.CipherSuites is missing an"
                    + " HTTP/2-required AES_128_GCM_SHA256 cipher (need at least one of " + String.join(" or ", FOR_HTTP2)
                    + ")");
        }
        return options;
    }

    private static Version named(String name) {
        for (Version version : Version.values()) {
            if (version.upstream.equals(name)) {
                return version;
            }
        }
        throw new IllegalArgumentException("unknown tls version \"" + name + "\"");
    }

    private static String suite(String name) {
        String registered = name.endsWith("_CHACHA20_POLY1305") ? name + "_SHA256" : name;
        if (!ALWAYS.contains(registered) && !GOOD.contains(registered) && !BAD.contains(registered)) {
            throw new IllegalArgumentException("Cipher suite " + name + " not supported or doesn't exist");
        }
        return registered;
    }

    String[] protocols() {
        return version == Version.TLS_1_3 ? new String[] {"TLSv1.3"} : new String[] {"TLSv1.3", "TLSv1.2"};
    }

    /// What is offered; empty for what is usual.
    Optional<String[]> offered() {
        if (suites.isEmpty()) {
            return Optional.empty();
        }
        Set<String> possible = possible();
        List<String> offered = new ArrayList<>(ALWAYS);
        suites.stream().filter(possible::contains).filter(suite -> !ALWAYS.contains(suite)).forEach(offered::add);
        return Optional.of(offered.toArray(String[]::new));
    }

    /// What an operator should know of what he asked for.
    public List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        if (version.compareTo(Version.TLS_1_2) < 0) {
            warnings.add("Connections older than TLS 1.2 aren't served, whatever --tls-min-version says");
        }
        // Who names no suites, as nearly everybody, doesn't pay at each start for asking the JVM.
        Set<String> possible = suites.isEmpty() ? Set.of() : possible();
        for (String suite : suites) {
            if (!possible.contains(suite)) {
                warnings.add("Cipher suite " + suite + " isn't offered: this JVM has it disabled");
            } else if (BAD.contains(suite)) {
                warnings.add("Use of insecure cipher '" + suite + "' detected.");
            }
        }
        return warnings;
    }

    private static Set<String> possible() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(new KeyManager[0], new TrustManager[0], null);
            return Set.of(context.getDefaultSSLParameters().getCipherSuites());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has TLS", e);
        }
    }
}
