package dev.pilothouse.app.masters;

import dev.pilothouse.apiserver.http.Tls;
import dev.pilothouse.apiserver.pki.CertificateAuthority;
import dev.pilothouse.apiserver.pki.KeyCertificate;
import dev.pilothouse.apiserver.pki.PemFiles;
import dev.pilothouse.apiserver.pki.ServingNames;
import dev.pilothouse.app.Refusal;
import dev.pilothouse.app.flags.FlagValues;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// With what a process proves who it is: the files that `--tls-cert-file` and `--tls-private-key-file` name, or a certificate
/// that nobody has signed, as upstream makes itself one.
record TlsFiles(Optional<NamedFile> certificate, Optional<NamedFile> key) {
    private static final Logger LOG = LoggerFactory.getLogger(TlsFiles.class);

    static TlsFiles of(FlagValues flags) {
        TlsFiles files =
                new TlsFiles(NamedFile.of(flags, "tls-cert-file"), NamedFile.of(flags, "tls-private-key-file"));
        if (files.certificate.isPresent() != files.key.isPresent()) {
            throw new Refusal("--tls-cert-file and --tls-private-key-file belong together");
        }
        return files;
    }

    /// @param component names a certificate that is made here
    /// @param names for which it is made
    /// @param clients whose certificates may be of use
    Tls tls(String component, ServingNames names, List<X509Certificate> clients, InstantSource clock) {
        if (certificate.isEmpty()) {
            CertificateAuthority own = CertificateAuthority.create(component + "-ca", clock, new SecureRandom());
            KeyCertificate serving = own.forServer(component, names);
            return new Tls(List.of(serving.certificate(), own.certificate()), serving.key(), clients);
        }
        List<X509Certificate> chain = certificate.get().read(PemFiles::certificates);
        PrivateKey secret = key.orElseThrow().read(PemFiles::privateKey);
        if (!new KeyCertificate(chain.getFirst(), secret).isPair()) {
            throw key.get().refused("the private key doesn't match the public key in " + certificate.get().path());
        }
        if (clock.instant().isAfter(chain.getFirst().getNotAfter().toInstant())) {
            LOG.warn("The certificate {} ended at {}: no client will believe it",
                    certificate.get().path(), chain.getFirst().getNotAfter().toInstant());
        }
        return new Tls(chain, secret, clients);
    }
}
