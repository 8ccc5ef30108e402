package dev.pilothouse.apiserver.registry;

import dev.pilothouse.api.certificates.v1.CertificateSigningRequest;
import dev.pilothouse.api.metrics.Series;
import dev.pilothouse.api.metrics.Sink;
import dev.pilothouse.api.metrics.Source;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.apiserver.metrics.CredentialFamilies;
import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/// Whether signers keep to the duration that was asked for. Safe for use by many threads.
public final class IssuedCertificates implements Source {
    /// Signers date certificates back a little, and may round: so much, and a twentieth of what was asked for, is no difference.
    private static final Duration BACKDATED = Duration.ofMinutes(5);

    private static final int PART = 20;
    private static final String OWN = "kubernetes.io/";

    private final Series<LongAdder> requested = Series.counts(CredentialFamilies.REQUESTED);
    private final Series<LongAdder> honored = Series.counts(CredentialFamilies.HONORED);

    /// Nothing was issued yet.
    public IssuedCertificates() {}

    /// A write was stored: it counts if it brought the certificate.
    void note(Resource resource, ObjectTree before, ObjectTree after) {
        if (resource.api().id().equals(CertificateSigningRequest.RESOURCE)
                && before.object("spec").has("expirationSeconds")
                && certificate(before).isEmpty()
                && !certificate(after).isEmpty()) {
            issued(before.object("spec"), certificate(after));
        }
    }

    private static String certificate(ObjectTree request) {
        return request.object("status").text("certificate");
    }

    private void issued(ObjectTree spec, String certificate) {
        String signer = spec.text("signerName").startsWith(OWN) ? spec.text("signerName") : "other";
        requested.of(signer).increment();
        Duration wanted = Duration.ofSeconds(spec.number("expirationSeconds"));
        Duration most = BACKDATED.plus(wanted.dividedBy(PART));
        lifetime(certificate)
                .filter(got -> wanted.minus(got).abs().compareTo(most) < 0)
                .ifPresent(_ -> honored.of(signer).increment());
    }

    /// Empty for what is no certificate: signers may store anything.
    private static Optional<Duration> lifetime(String encoded) {
        try {
            byte[] pem = Base64.getDecoder().decode(encoded);
            X509Certificate first = (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(pem));
            return Optional.of(Duration.between(first.getNotBefore().toInstant(), first.getNotAfter().toInstant()));
        } catch (CertificateException | IllegalArgumentException unreadable) {
            return Optional.empty();
        }
    }

    @Override
    public void tell(Sink sink) {
        requested.tell(sink);
        honored.tell(sink);
    }
}
