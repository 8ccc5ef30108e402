package dev.pilothouse.apiserver.http;

import dev.pilothouse.apiserver.pki.KeyCertificate;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/// How the door proves who it is. A client may show a certificate, and proves that it has its key; whether the certificate is
/// to be believed is authentication's to say ([AnyClient]).
///
/// @param clientAuthority named to clients as whose certificates may be of use
public record Tls(KeyCertificate serving, X509Certificate clientAuthority) {
    /// Guards nothing: the key store exists in memory only, and its interface asks for a password.
    private static final char[] PASSWORD = "memory".toCharArray();

    SslContextFactory.Server factory() {
        SslContextFactory.Server factory = new SslContextFactory.Server();
        factory.setSslContext(context());
        factory.setWantClientAuth(true);
        factory.setIncludeProtocols("TLSv1.3", "TLSv1.2");
        // One certificate only: whatever name a client asks for gets it, as from Go's server.
        factory.setSniRequired(false);
        return factory;
    }

    private SSLContext context() {
        try {
            KeyStore own = KeyStore.getInstance("PKCS12");
            own.load(null, PASSWORD);
            Certificate[] chain = {serving.certificate(), clientAuthority};
            own.setKeyEntry("serving", serving.key(), PASSWORD, chain);
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(own, PASSWORD);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), new TrustManager[] {new AnyClient(clientAuthority)}, null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("every JDK has TLS and key stores in memory, which take any key", e);
        }
    }
}
