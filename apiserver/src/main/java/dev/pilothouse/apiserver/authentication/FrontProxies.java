package dev.pilothouse.apiserver.authentication;

import dev.pilothouse.apiserver.http.Headers;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
                        extra(headers)));
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

    private Map<String, List<String>> extra(Headers headers) {
        Map<String, List<String>> extra = new HashMap<>();
        for (String prefix : settings.extraHeaderPrefixes()) {
            String start = prefix.toLowerCase(Locale.ROOT);
            headers.map().forEach((name, values) -> {
                if (name.startsWith(start)) {
                    extra.computeIfAbsent(unescaped(name.substring(start.length())), _ -> new ArrayList<>())
                            .addAll(values);
                }
            });
        }
        return extra;
    }

    /// Keys may hold what names of fields can't; it comes percent-encoded. What isn't well encoded stays as it is.
    private static String unescaped(String key) {
        try {
            return URLDecoder.decode(key.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            return key;
        }
    }
}
