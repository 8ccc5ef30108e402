package dev.pilothouse.store.etcd;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// How members of etcd are known, and how they know this client.
///
/// @param authorities who signed the members' certificates; those that the machine trusts when empty
/// @param identity what this client shows when it is asked who it is. Asked for at each handshake, so that a renewed
///     certificate needs no restart
public record EtcdTls(List<X509Certificate> authorities, Optional<Supplier<Identity>> identity) {
    public static final EtcdTls USUAL = new EtcdTls(List.of(), Optional.empty());

    public EtcdTls {
        authorities = List.copyOf(authorities);
    }

    /// @param chain its own certificate first
    public record Identity(List<X509Certificate> chain, PrivateKey key) {
        public Identity {
            chain = List.copyOf(chain);
        }

        /// Never the key: records are printed, and what is printed ends up in logs.
        @Override
        public String toString() {
            return "Identity[" + chain.getFirst().getSubjectX500Principal() + "]";
        }
    }
}
