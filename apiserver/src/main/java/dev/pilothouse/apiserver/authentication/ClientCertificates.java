package dev.pilothouse.apiserver.authentication;

import dev.pilothouse.api.meta.ApiError;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateParsingException;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import javax.security.auth.x500.X500Principal;

/// Client certificates: the common name is the user, the organizations are its groups. The TLS handshake has proved that the
/// client has the key; whether anybody should believe the certificate is said here, so that a stranger is answered and not
/// hung up on.
///
/// C1 Nobody is known by a certificate that no chain leads from to an authority, that isn't for clients, or whose time, or
///    that of a certificate between, hasn't come or is over.
public final class ClientCertificates {
    /// Anything a client may use its certificate for.
    private static final String ANY_PURPOSE = "2.5.29.37.0";

    private static final String CLIENT_AUTH = "1.3.6.1.5.5.7.3.2";

    /// Clients whose chains aren't checked again with each request; some megabytes at most.
    private static final int REMEMBERED = 4_096;

    private final Set<TrustAnchor> anchors;
    private final Set<X509Certificate> authorities;
    private final Set<X500Principal> issuers;
    private final InstantSource clock;
    private final Map<X509Certificate, Known> known = new ConcurrentHashMap<>();

    /// Whom a certificate makes its holder, and when.
    private record Known(Identity identity, Instant from, Instant until) {
        boolean at(Instant now) {
            return !now.isBefore(from) && !now.isAfter(until);
        }
    }

    private ClientCertificates(List<X509Certificate> authorities, InstantSource clock) {
        this.authorities = Set.copyOf(authorities);
        this.anchors = authorities.stream().map(each -> new TrustAnchor(each, null)).collect(Collectors.toSet());
        this.issuers = authorities.stream().map(X509Certificate::getSubjectX500Principal).collect(Collectors.toSet());
        this.clock = clock;
    }

    public static ClientCertificates signedBy(X509Certificate authority, InstantSource clock) {
        return signedBy(List.of(authority), clock);
    }

    /// Believes what any of these has signed.
    public static ClientCertificates signedBy(List<X509Certificate> authorities, InstantSource clock) {
        return new ClientCertificates(authorities, clock);
    }

    /// Believes no certificate.
    public static ClientCertificates none() {
        return new ClientCertificates(List.of(), InstantSource.system());
    }

    /// Whom a chain proves its holder to be; empty for one that isn't to be believed now.
    ///
    /// @param chain the client's own certificate first
    public Optional<Identity> identify(List<X509Certificate> chain) {
        Instant now = clock.instant();
        Known before = known.get(chain.getFirst());
        if (before != null && before.at(now)) {
            return Optional.of(before.identity());
        }
        if (!isSound(chain, now) || !isForClients(chain.getFirst())) {
            return Optional.empty();
        }
        Known found = new Known(identity(chain.getFirst()), latestStart(chain), earliestEnd(chain));
        if (known.size() >= REMEMBERED) {
            known.clear();
        }
        known.put(chain.getFirst(), found);
        return Optional.of(found.identity());
    }

    private boolean isSound(List<X509Certificate> chain, Instant now) {
        if (isStranger(chain)) {
            return false;
        }
        try {
            PKIXParameters rules = new PKIXParameters(anchors);
            rules.setRevocationEnabled(false);
            rules.setDate(Date.from(now));
            CertPathValidator.getInstance("PKIX").validate(path(chain), rules);
            return true;
        } catch (GeneralSecurityException strange) {
            return false;
        }
    }

    /// Whether the chain leads nowhere by its names alone. Most callers are no proxies, and checking that they aren't with each
    /// request would cost more than the request.
    private boolean isStranger(List<X509Certificate> chain) {
        for (X509Certificate certificate : chain) {
            if (issuers.contains(certificate.getIssuerX500Principal())) {
                return false;
            }
        }
        return true;
    }

    /// The chain without the authority itself, which some clients send along.
    private java.security.cert.CertPath path(List<X509Certificate> chain) throws GeneralSecurityException {
        List<X509Certificate> below =
                chain.stream().filter(each -> !authorities.contains(each)).toList();
        return CertificateFactory.getInstance("X.509").generateCertPath(below);
    }

    private static boolean isForClients(X509Certificate certificate) {
        try {
            List<String> purposes = certificate.getExtendedKeyUsage();
            return purposes == null || purposes.contains(CLIENT_AUTH) || purposes.contains(ANY_PURPOSE);
        } catch (CertificateParsingException unreadable) {
            return false;
        }
    }

    private static Instant latestStart(List<X509Certificate> chain) {
        return chain.stream()
                .map(each -> each.getNotBefore().toInstant())
                .max(Instant::compareTo)
                .orElseThrow();
    }

    private static Instant earliestEnd(List<X509Certificate> chain) {
        return chain.stream()
                .map(each -> each.getNotAfter().toInstant())
                .min(Instant::compareTo)
                .orElseThrow();
    }

    private static Identity identity(X509Certificate certificate) {
        String user = "";
        List<String> groups = new ArrayList<>();
        try {
            for (Rdn rdn : new LdapName(certificate.getSubjectX500Principal().getName()).getRdns()) {
                if (rdn.getType().equalsIgnoreCase("CN")) {
                    user = rdn.getValue().toString();
                } else if (rdn.getType().equalsIgnoreCase("O")) {
                    groups.add(rdn.getValue().toString());
                }
            }
        } catch (InvalidNameException unreadable) {
            throw ApiError.unauthorized("Unauthorized");
        }
        return new Identity(
                user,
                "",
                groups,
                Map.of("authentication.kubernetes.io/credential-id", List.of("X509SHA256=" + fingerprint(certificate))));
    }

    private static String fingerprint(X509Certificate certificate) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has SHA-256, and this certificate was decoded before", e);
        }
    }
}
