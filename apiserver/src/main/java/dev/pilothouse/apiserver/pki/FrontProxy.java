package dev.pilothouse.apiserver.pki;

import java.io.IOException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.List;

/// What a proxy in front of the API server shows to be believed what it says of its clients. Its authority is one of its own:
/// a client of the cluster's authority must not be able to speak for others.
///
/// @param authority signs proxies' certificates and nothing else
/// @param client a proxy called [#NAME]
public record FrontProxy(X509Certificate authority, KeyCertificate client) {
    /// As kubeadm calls it.
    public static final String NAME = "front-proxy-client";

    private static final String AUTHORITY = "front-proxy-ca";

    static FrontProxy create(InstantSource clock, SecureRandom random) {
        CertificateAuthority authority = CertificateAuthority.create(AUTHORITY, clock, random);
        return new FrontProxy(authority.certificate(), authority.forClient(NAME, List.of()));
    }

    /// What the folder holds, in the files that kubeadm has. What is missing, or about to end, is made.
    static FrontProxy open(PkiFolder files, SecureRandom random) throws IOException {
        CertificateAuthority authority = files.authority(AUTHORITY, AUTHORITY, random);
        KeyCertificate client = files.find(NAME)
                .filter(found -> files.isFresh(found, authority))
                .orElseGet(() -> authority.forClient(NAME, List.of()));
        files.keep(NAME, client);
        return new FrontProxy(authority.certificate(), client);
    }
}
