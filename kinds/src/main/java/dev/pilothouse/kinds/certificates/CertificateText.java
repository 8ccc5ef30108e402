package dev.pilothouse.kinds.certificates;

import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.List;
import java.util.Optional;

/// A certificate that was issued, in PEM, perhaps with those that lead to a root.
final class CertificateText {
    private CertificateText() {}

    /// What is wrong with it; an empty text is none, and right.
    static Optional<String> problem(String encoded) {
        if (encoded.isEmpty()) {
            return Optional.empty();
        }
        List<PemBlocks.Block> blocks = PemBlocks.of(encoded);
        for (PemBlocks.Block block : blocks) {
            if (!block.type().equals("CERTIFICATE")) {
                return Optional.of("only CERTIFICATE PEM blocks are allowed, found \"" + block.type() + "\"");
            }
            if (block.headers()) {
                return Optional.of("no PEM block headers are permitted");
            }
            try {
                var _ = CertificateFactory.getInstance("X.509")
                        .generateCertificate(new ByteArrayInputStream(block.content()));
            } catch (CertificateException malformed) {
                return Optional.of("x509: malformed certificate");
            }
        }
        return blocks.isEmpty()
                ? Optional.of("must contain at least one CERTIFICATE PEM block")
                : Optional.empty();
    }
}
