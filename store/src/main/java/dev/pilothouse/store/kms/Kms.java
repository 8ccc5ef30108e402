package dev.pilothouse.store.kms;

import java.security.GeneralSecurityException;
import java.util.Map;

/// What a plugin does (upstream's `v2.KeyManagementService`). Each call fails when the plugin doesn't answer in its time.
public interface Kms extends AutoCloseable {
    /// @param keyId of the key that it would encrypt with now
    record Status(String version, String healthz, String keyId) {}

    /// @param annotations what the plugin wants to see again when it decrypts
    record Encrypted(byte[] ciphertext, String keyId, Map<String, byte[]> annotations) {}

    Status status() throws GeneralSecurityException;

    Encrypted encrypt(String uid, byte[] plaintext) throws GeneralSecurityException;

    byte[] decrypt(String uid, Encrypted encrypted) throws GeneralSecurityException;

    @Override
    void close();
}
