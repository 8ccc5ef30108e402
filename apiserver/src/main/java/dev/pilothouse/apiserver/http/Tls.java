package dev.pilothouse.apiserver.http;

import dev.pilothouse.apiserver.pki.KeyCertificate;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/// How the door proves who it is, and whose client certificates it believes.
///
/// @param clientAuthority signs the certificates of clients; a client without one is let in to show a token, or to be
///     anonymous
public record Tls(KeyCertificate serving, X509Certificate clientAuthority) {
    /// Guards nothing: the key store exists in memory only, and its interface asks for a password.
    private static final String PASSWORD = "memory";

    SslContextFactory.Server factory() {
        SslContextFactory.Server factory = new SslContextFactory.Server();
        KeyStore own = store();
        KeyStore believed = store();
        try {
            Certificate[] chain = {serving.certificate(), clientAuthority};
            own.setKeyEntry("serving", serving.key(), PASSWORD.toCharArray(), chain);
            believed.setCertificateEntry("clients", clientAuthority);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a key store in memory takes any key", e);
        }
        factory.setKeyStore(own);
        factory.setKeyStorePassword(PASSWORD);
        factory.setTrustStore(believed);
        factory.setWantClientAuth(true);
        factory.setIncludeProtocols("TLSv1.3", "TLSv1.2");
        // One certificate only: whatever name a client asks for gets it, as from Go's server.
        factory.setSniRequired(false);
        return factory;
    }

    /// Not PKCS #12: that would hash the password ten thousand times to hide the key from nobody.
    private static KeyStore store() {
        try {
            KeyStore store = KeyStore.getInstance("JKS");
            store.load(null, PASSWORD.toCharArray());
            return store;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("every JDK has this kind of key store", e);
        }
    }
}
