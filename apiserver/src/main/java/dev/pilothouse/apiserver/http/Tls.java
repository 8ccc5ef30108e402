package dev.pilothouse.apiserver.http;

import dev.pilothouse.apiserver.pki.KeyCertificate;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// How the door proves who it is. A client may show a certificate, and proves that it has its key; whether the certificate is
/// to be believed is authentication's to say ([AnyClient]).
///
/// @param chain the server's own certificate first, then those that lead from it to an authority
/// @param key of the first certificate
/// @param clientAuthorities named to clients as whose certificates may be of use
public record Tls(List<X509Certificate> chain, PrivateKey key, List<X509Certificate> clientAuthorities) {
    private static final Logger LOG = LoggerFactory.getLogger(Tls.class);

    public Tls {
        chain = List.copyOf(chain);
        clientAuthorities = List.copyOf(clientAuthorities);
    }

    /// @param authority signed the certificate, and those of clients
    public Tls(KeyCertificate serving, X509Certificate authority) {
        this(List.of(serving.certificate(), authority), serving.key(), List.of(authority));
    }

    /// @param context knows no keys yet
    SslContextFactory.Server factory(SSLContext context, TlsOptions options) {
        options.warnings().forEach(LOG::warn);
        init(context);
        SslContextFactory.Server factory = new SslContextFactory.Server();
        factory.setSslContext(context);
        factory.setWantClientAuth(true);
        factory.setIncludeProtocols(options.protocols());
        options.offered().ifPresent(suites -> {
            // Who names suites has them all: Jetty would leave out some.
            factory.setExcludeCipherSuites();
            factory.setIncludeCipherSuites(suites);
        });
        // One certificate only: whatever name a client asks for gets it, as from Go's server.
        factory.setSniRequired(false);
        return factory;
    }

    private void init(SSLContext context) {
        try {
            context.init(
                    new KeyManager[] {new OneKey(chain, key)},
                    new TrustManager[] {new AnyClient(clientAuthorities)},
                    null);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has TLS", e);
        }
    }

    /// Never the key: records are printed, and what is printed ends up in logs.
    @Override
    public String toString() {
        return "Tls[" + chain.getFirst().getSubjectX500Principal() + "]";
    }
}
