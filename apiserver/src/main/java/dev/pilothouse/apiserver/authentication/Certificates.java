package dev.pilothouse.apiserver.authentication;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;

/// Client certificates: the common name is the user, the organizations are its groups. The chain was checked at the
/// TLS handshake.
final class Certificates {
    private Certificates() {}

    static Identity identity(X509Certificate certificate) {
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
        } catch (InvalidNameException e) {
            throw new IllegalStateException("a certificate that passed the handshake has no readable subject", e);
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
