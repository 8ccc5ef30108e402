package dev.pilothouse.app.cli;

import dev.pilothouse.apiserver.pki.PemFiles;
import dev.pilothouse.store.etcd.EtcdTls;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A client certificate and its key, as their files are now: whoever renews certificates writes over them. While the files can't
/// be read, or don't fit together, what stood there before goes on.
final class ClientFiles implements Supplier<EtcdTls.Identity> {
    private static final Logger LOG = LoggerFactory.getLogger(ClientFiles.class);

    private final Path certificate;
    private final Path key;
    private EtcdTls.Identity last;

    private ClientFiles(Path certificate, Path key) throws IOException {
        this.certificate = certificate;
        this.key = key;
        this.last = read();
    }

    /// @throws IOException if there is nothing in them that could be shown
    static ClientFiles read(Path certificate, Path key) throws IOException {
        return new ClientFiles(certificate, key);
    }

    private EtcdTls.Identity read() throws IOException {
        EtcdTls.Identity identity = new EtcdTls.Identity(PemFiles.certificates(certificate), PemFiles.privateKey(key));
        String ofCertificate = identity.chain().getFirst().getPublicKey().getAlgorithm();
        if (!ofCertificate.equals(identity.key().getAlgorithm())) {
            throw new IOException(key + " holds an " + identity.key().getAlgorithm() + " key, and " + certificate
                    + " the certificate of an " + ofCertificate + " key");
        }
        return identity;
    }

    @Override
    public synchronized EtcdTls.Identity get() {
        try {
            last = read();
        } catch (IOException e) {
            LOG.warn("The client certificate for etcd stays as it was: {}", e.getMessage());
        }
        return last;
    }
}
