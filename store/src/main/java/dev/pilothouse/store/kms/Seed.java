package dev.pilothouse.store.kms;

import dev.pilothouse.store.encryption.Aes;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// AES-GCM with a key for each value: HKDF-SHA-256 (RFC 5869, the expanding half) of a seed and 32 random bytes that stand before
/// the rest. So many values may be sealed with one seed as ever will be.
record Seed(byte[] seed, SecureRandom random) {
    static final int BYTES = 32;

    byte[] seal(byte[] plain, byte[] context) throws GeneralSecurityException {
        byte[] start = new byte[BYTES];
        random.nextBytes(start);
        byte[] rest = cipher(start).seal(plain, context);
        byte[] sealed = Arrays.copyOf(start, BYTES + rest.length);
        System.arraycopy(rest, 0, sealed, BYTES, rest.length);
        return sealed;
    }

    byte[] open(byte[] sealed, byte[] context) throws GeneralSecurityException {
        if (sealed.length < BYTES) {
            throw new AEADBadTagException("the stored data was shorter than the required size");
        }
        return cipher(Arrays.copyOf(sealed, BYTES)).open(Arrays.copyOfRange(sealed, BYTES, sealed.length), context);
    }

    private Aes cipher(byte[] start) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(seed, "HmacSHA256"));
        mac.update(start);
        // The first block of the expansion is all that a key of 32 bytes takes.
        return Aes.gcm("", mac.doFinal(new byte[] {1}), random);
    }
}
