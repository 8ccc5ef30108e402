package dev.pilothouse.apiserver.authentication;

import dev.pilothouse.apiserver.http.Headers;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Proxies that have authenticated a client themselves and pass the request on under their own certificate, with the client's
/// name in header fields.
///
/// F1 Header fields count only with a certificate of the proxies' own authority and an allowed name on it; from anybody else
///    they mean nothing.
final class FrontProxies {
    private final RequestHeaders settings;
    private final ClientCertificates proxies;

    FrontProxies(RequestHeaders settings, InstantSource clock) {
        this.settings = settings;
        this.proxies = settings.isNone()
                ? ClientCertificates.none()
                : ClientCertificates.signedBy(settings.authorities(), clock);
    }

    /// Whom a proxy speaks for; empty for a caller that is none, and for a proxy that names nobody.
    ///
    /// @param chain the caller's own certificate first
    Optional<Identity> identify(Headers headers, List<X509Certificate> chain) {
        if (settings.isNone() || !isProxy(chain)) {
            return Optional.empty();
        }
        return first(headers, settings.usernameHeaders())
                .map(user -> new Identity(
                        user,
                        first(headers, settings.uidHeaders()).orElse(""),
                        all(headers, settings.groupHeaders()),
                        ExtraKeys.in(headers, settings.extraHeaderPrefixes())));
    }

    private boolean isProxy(List<X509Certificate> chain) {
        return proxies.identify(chain)
                .filter(proxy -> settings.allowedNames().isEmpty()
                        || settings.allowedNames().contains(proxy.user()))
                .isPresent();
    }

    /// Of a field that stands several times the first value counts.
    private static Optional<String> first(Headers headers, List<String> names) {
        return names.stream()
                .map(name -> headers.first(name.toLowerCase(Locale.ROOT)).orElse(""))
                .filter(value -> !value.isEmpty())
                .findFirst();
    }

    private static List<String> all(Headers headers, List<String> names) {
        return names.stream()
                .flatMap(name -> headers.all(name.toLowerCase(Locale.ROOT)).stream())
                .filter(value -> !value.isEmpty())
                .toList();
    }
}
