package dev.pilothouse.store.kms;

import dev.pilothouse.store.wire.MessageBytes;
import dev.pilothouse.store.wire.MessageFields;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HashMap;
import java.util.Map;

/// What stands behind the prefix of a value that KMS v2 sealed (upstream's `EncryptedObject`, protobuf).
///
/// @param source the data's key, or the seed of keys, as the plugin encrypted it
/// @param seed whether it is a seed
record EncryptedObject(byte[] data, Kms.Encrypted source, boolean seed) {
    private static final int LONGEST_KEY_ID_BYTES = 1 << 10;
    private static final int LONGEST_SOURCE_BYTES = 1 << 10;
    private static final int LONGEST_ANNOTATIONS_BYTES = 32 << 10;

    static EncryptedObject read(byte[] sealed) throws GeneralSecurityException {
        MessageFields in = new MessageFields(sealed);
        byte[] data = {};
        String keyId = "";
        byte[] source = {};
        Map<String, byte[]> annotations = new HashMap<>();
        long type = 0;
        try {
            for (int field = in.next(); field != 0; field = in.next()) {
                switch (field) {
                    case 1 -> data = in.bytes();
                    case 2 -> keyId = in.text();
                    case 3 -> source = in.bytes();
                    case 4 -> Annotations.read(in.message(), annotations);
                    case 5 -> type = in.number();
                    default -> {}
                }
            }
        } catch (IllegalStateException malformed) {
            throw new GeneralSecurityException(malformed.getMessage());
        }
        if (type != 0 && type != 1) {
            throw new GeneralSecurityException("unknown encryptedDEKSourceType: " + type);
        }
        if (data.length == 0) {
            throw new GeneralSecurityException("encrypted data is empty");
        }
        return new EncryptedObject(data, checked(new Kms.Encrypted(source, keyId, annotations)), type == 1);
    }

    /// Upstream's bounds on what a plugin may say.
    static Kms.Encrypted checked(Kms.Encrypted said) throws GeneralSecurityException {
        if (said.ciphertext().length == 0 || said.ciphertext().length > LONGEST_SOURCE_BYTES) {
            throw new GeneralSecurityException("failed to validate encrypted DEK source: it has " + said.ciphertext().length
                    + " bytes, and 1 to " + LONGEST_SOURCE_BYTES + " are allowed");
        }
        checkKeyId(said.keyId());
        int bytes = 0;
        for (Map.Entry<String, byte[]> annotation : said.annotations().entrySet()) {
            if (!annotation.getKey().contains(".")) {
                throw new GeneralSecurityException("failed to validate annotations: \"" + annotation.getKey()
                        + "\" should be a domain with at least two segments separated by dots");
            }
            bytes += annotation.getKey().getBytes(StandardCharsets.UTF_8).length + annotation.getValue().length;
        }
        if (bytes > LONGEST_ANNOTATIONS_BYTES) {
            throw new GeneralSecurityException("failed to validate annotations: total size of annotations is " + bytes
                    + ", which exceeds the max size of " + LONGEST_ANNOTATIONS_BYTES);
        }
        return said;
    }

    static void checkKeyId(String keyId) throws GeneralSecurityException {
        int length = keyId.getBytes(StandardCharsets.UTF_8).length;
        if (length == 0) {
            throw new GeneralSecurityException("keyID is empty");
        }
        if (length > LONGEST_KEY_ID_BYTES) {
            throw new GeneralSecurityException(
                    "keyID is " + length + " bytes, which exceeds the max size of " + LONGEST_KEY_ID_BYTES);
        }
    }

    byte[] bytes() {
        MessageBytes out = new MessageBytes()
                .bytes(1, data)
                .text(2, source.keyId())
                .bytes(3, source.ciphertext());
        Annotations.write(source.annotations(), 4, out);
        return out.number(5, seed ? 1 : 0).done();
    }
}
