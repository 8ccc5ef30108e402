package dev.pilothouse.client;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/// Whom a caller believes, and how it proves who it is (RFC 8446, client authentication).
///
/// @param authorities one of them signed the server's certificate; nobody else is believed
public record Credentials(List<X509Certificate> authorities) {
    /// The store below never leaves memory.
    private static final char[] NO_PASSWORD = new char[0];

    public Credentials {
        authorities = List.copyOf(authorities);
    }

    /// @param authority signed the server's certificate; nobody else is believed
    public Credentials(X509Certificate authority) {
        this(List.of(authority));
    }

    /// For a caller without a certificate.
    public SSLContext anonymous() {
        return context(new KeyManager[0]);
    }

    /// For the caller whom the certificate names.
    public SSLContext of(PrivateKey key, X509Certificate certificate) {
        return of(key, List.of(certificate));
    }

    /// @param chain the caller's own certificate first
    public SSLContext of(PrivateKey key, List<X509Certificate> chain) {
        try {
            KeyStore own = empty();
            own.setKeyEntry("own", key, NO_PASSWORD, chain.toArray(Certificate[]::new));
            KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
            keys.init(own, NO_PASSWORD);
            return context(keys.getKeyManagers());
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("the key doesn't fit the certificate", e);
        }
    }

    private SSLContext context(KeyManager[] keys) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys, believed(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK speaks TLS", e);
        }
    }

    private TrustManager[] believed() throws GeneralSecurityException {
        KeyStore believed = empty();
        for (X509Certificate authority : authorities) {
            believed.setCertificateEntry("authority-" + believed.size(), authority);
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(believed);
        return trust.getTrustManagers();
    }

    private static KeyStore empty() throws GeneralSecurityException {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, NO_PASSWORD);
            return store;
        } catch (IOException e) {
            throw new IllegalStateException("an empty store is read from nowhere", e);
        }
    }
}
