package dev.pilothouse.store.etcd;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;

/// Shows one certificate to whoever asks for one, as it is at that moment. Whom the other side would believe isn't looked at: what
/// it says to a certificate is a clearer answer than what it says to none.
final class ClientKey extends X509ExtendedKeyManager {
    private static final String ALIAS = "client";
    private static final String[] ALIASES = {ALIAS};
    private static final String[] NONE = {};

    private final Supplier<EtcdTls.Identity> identity;
    private volatile EtcdTls.Identity shown;

    ClientKey(Supplier<EtcdTls.Identity> identity) {
        this.identity = identity;
        this.shown = identity.get();
    }

    @Override
    public String chooseEngineClientAlias(String[] keyTypes, Principal[] issuers, SSLEngine engine) {
        shown = identity.get();
        return ALIAS;
    }

    @Override
    public String chooseClientAlias(String[] keyTypes, Principal[] issuers, Socket socket) {
        shown = identity.get();
        return ALIAS;
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
        return shown.chain().toArray(new X509Certificate[0]);
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
        return shown.key();
    }

    @Override
    public String[] getClientAliases(String keyType, Principal[] issuers) {
        return ALIASES.clone();
    }

    @Override
    public String[] getServerAliases(String keyType, Principal[] issuers) {
        return NONE;
    }

    /// Nobody asks: a channel only ever is a client.
    @Override
    public String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
        return ALIAS;
    }
}
