package dev.pilothouse.apiserver.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.api.certificates.v1.CertificateSigningRequest;
import dev.pilothouse.api.core.v1.Pod;
import dev.pilothouse.api.schema.GroupVersionResource;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.apiserver.metrics.Told;
import dev.pilothouse.apiserver.pki.Pem;
import dev.pilothouse.apiserver.pki.Pki;
import dev.pilothouse.apiserver.pki.ServingNames;
import dev.pilothouse.apiserver.read.Caches;
import dev.pilothouse.apiserver.storage.StorageFormat;
import dev.pilothouse.store.memory.MemoryStore;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IssuedCertificatesTest {
    private static final X509Certificate CERTIFICATE = Pki.create(
                    ServingNames.with(List.of(), List.of()), InstantSource.system(), new SecureRandom(), Runnable::run)
            .serving()
            .certificate();
    private static final long LIFE = Duration.between(
                    CERTIFICATE.getNotBefore().toInstant(), CERTIFICATE.getNotAfter().toInstant())
            .toSeconds();
    private static final String PEM =
            Base64.getEncoder().encodeToString(Pem.of(CERTIFICATE).getBytes(StandardCharsets.US_ASCII));

    private final Resources resources = new Resources(
            new Caches(new MemoryStore(InstantSource.system()), task -> Thread.ofVirtual().start(task)), StorageFormat.TREE);
    private final IssuedCertificates issued = new IssuedCertificates();

    @ParameterizedTest
    @CsvSource({"0, 1", "299, 1", "-299, 1", "500000000, 0"})
    void aSignerMayRoundALittle(long moreSeconds, double honored) {
        issued.note(requests(CertificateSigningRequest.RESOURCE), request(LIFE + moreSeconds, ""), request(LIFE + moreSeconds, PEM));
        assertThat(told().getOrDefault("apiserver_certificates_registry_csr_honored_duration_total[other]", 0.0)).isEqualTo(honored);
        assertThat(told()).containsEntry("apiserver_certificates_registry_csr_requested_duration_total[other]", 1.0);
    }

    @Test
    void onlyTheWriteThatBringsTheCertificateCounts() {
        issued.note(requests(CertificateSigningRequest.RESOURCE), request(LIFE, ""), request(LIFE, ""));
        issued.note(requests(CertificateSigningRequest.RESOURCE), request(LIFE, PEM), request(LIFE, PEM));
        issued.note(requests(Pod.RESOURCE), request(LIFE, ""), request(LIFE, PEM));
        assertThat(told()).isEmpty();
    }

    private Resource requests(GroupVersionResource resource) {
        return resources.find(resource).orElseThrow();
    }

    private static ObjectTree request(long seconds, String certificate) {
        return ObjectTree.EMPTY
                .with("spec", ObjectTree.EMPTY.with("signerName", "example.com/own").with("expirationSeconds", seconds))
                .with("status", ObjectTree.EMPTY.with("certificate", certificate));
    }

    private Map<String, Double> told() {
        Told told = new Told();
        issued.tell(told);
        return told.values();
    }
}
