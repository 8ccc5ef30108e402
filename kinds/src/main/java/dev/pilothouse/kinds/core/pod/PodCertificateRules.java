package dev.pilothouse.kinds.core.pod;

import dev.pilothouse.kinds.rules.Checks;
import dev.pilothouse.kinds.rules.Paths;
import dev.pilothouse.kinds.rules.Place;
import java.util.List;

/// Rules for a certificate that the kubelet gets for a pod (KEP-4317).
final class PodCertificateRules {
    private static final long AGE_SECONDS_LEAST = 3600;
    private static final long AGE_SECONDS_MOST = 91L * 24 * 3600;

    private PodCertificateRules() {}

    static void check(Place certificate) {
        SignerNames.check(certificate.at("signerName"));
        certificate
                .at("keyType")
                .check(Checks.oneOf("RSA3072", "RSA4096", "ECDSAP256", "ECDSAP384", "ECDSAP521", "ED25519"));
        Place age = certificate.at("maxExpirationSeconds");
        if (age.isPresent()) {
            if (age.number() < AGE_SECONDS_LEAST) {
                age.invalid("if provided, maxExpirationSeconds must be >= " + AGE_SECONDS_LEAST);
            } else if (age.number() > AGE_SECONDS_MOST) {
                age.invalid("if provided, maxExpirationSeconds must be <= " + AGE_SECONDS_MOST);
            }
        }
        boolean somewhere = false;
        for (String path : List.of("credentialBundlePath", "keyPath", "certificateChainPath")) {
            Place place = certificate.at(path);
            somewhere |= !place.isEmpty();
            if (!place.isEmpty()) {
                Paths.LOCAL.check(place);
            }
        }
        if (!somewhere) {
            certificate.required(
                    "specify at least one of credentialBundlePath, keyPath, and certificateChainPath");
        }
    }
}
