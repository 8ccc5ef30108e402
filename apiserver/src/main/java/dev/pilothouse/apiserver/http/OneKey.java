package dev.pilothouse.apiserver.http;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;

/// A server's one certificate with its key, for whoever asks by whatever name.
///
/// The JDK would take them from a key store, which guards what it holds in memory with ten thousand rounds of a password:
/// a twelfth of a start.
final class OneKey extends X509ExtendedKeyManager {
    private static final String ALIAS = "serving";

    private final List<X509Certificate> chain;
    private final PrivateKey key;

    OneKey(List<X509Certificate> chain, PrivateKey key) {
        this.chain = chain;
        this.key = key;
    }

    @Override
    public String chooseEngineServerAlias(String type, Principal[] issuers, SSLEngine engine) {
        return alias(type);
    }

    /// @param type the key's algorithm; before TLS 1.3 the signature's may follow behind a `_`
    /// @return null for none, as the interface has it
    private String alias(String type) {
        int end = type.indexOf('_');
        String algorithm = end < 0 ? type : type.substring(0, end);
        return algorithm.equals(chain.getFirst().getPublicKey().getAlgorithm()) ? ALIAS : null;
    }

    @Override
    public String chooseServerAlias(String type, Principal[] issuers, Socket socket) {
        return alias(type);
    }

    @Override
    public String[] getServerAliases(String type, Principal[] issuers) {
        return Stream.of(ALIAS).toArray(String[]::new);
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
        return chain.toArray(X509Certificate[]::new);
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
        return key;
    }

    @Override
    public String chooseClientAlias(String[] types, Principal[] issuers, Socket socket) {
        return null; // a door is nobody's client
    }

    @Override
    public String[] getClientAliases(String type, Principal[] issuers) {
        return new String[0];
    }
}
