package dev.pilothouse.store.encryption;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.spec.AlgorithmParameterSpec;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// AES with a random start for each value, which stands before the rest.
///
/// GCM binds the value to its context. CBC (with PKCS #7 padding) knows no context and detects changes only by chance; it is
/// here because upstream has it.
public final class Aes implements Provider {
    private static final int TAG_BITS = 128;

    private enum Mode {
        CBC("aescbc", "AES/CBC/PKCS5Padding", 16),
        GCM("aesgcm", "AES/GCM/NoPadding", 12);

        private final String name;
        private final String transformation;
        private final int startBytes;

        Mode(String name, String transformation, int startBytes) {
            this.name = name;
            this.transformation = transformation;
            this.startBytes = startBytes;
        }
    }

    private final Mode mode;
    private final String keyName;
    private final SecretKeySpec key;
    private final SecureRandom random;

    private Aes(Mode mode, String keyName, byte[] key, SecureRandom random) {
        this.mode = mode;
        this.keyName = keyName;
        this.key = new SecretKeySpec(key, "AES");
        this.random = random;
    }

    /// @param key 16, 24 or 32 bytes
    public static Aes cbc(String keyName, byte[] key, SecureRandom random) {
        return new Aes(Mode.CBC, keyName, key, random);
    }

    /// @param key 16, 24 or 32 bytes
    public static Aes gcm(String keyName, byte[] key, SecureRandom random) {
        return new Aes(Mode.GCM, keyName, key, random);
    }

    @Override
    public String prefix() {
        return label() + keyName + ":";
    }

    @Override
    public String label() {
        return "k8s:enc:" + mode.name + ":v1:";
    }

    @Override
    public byte[] seal(byte[] plain, byte[] context) throws GeneralSecurityException {
        byte[] start = new byte[mode.startBytes];
        random.nextBytes(start);
        byte[] rest = cipher(Cipher.ENCRYPT_MODE, start, context).doFinal(plain);
        byte[] sealed = Arrays.copyOf(start, start.length + rest.length);
        System.arraycopy(rest, 0, sealed, start.length, rest.length);
        return sealed;
    }

    @Override
    public byte[] open(byte[] sealed, byte[] context) throws GeneralSecurityException {
        if (sealed.length < mode.startBytes) {
            throw new AEADBadTagException("the stored data was shorter than the required size");
        }
        byte[] start = Arrays.copyOf(sealed, mode.startBytes);
        return cipher(Cipher.DECRYPT_MODE, start, context)
                .doFinal(sealed, mode.startBytes, sealed.length - mode.startBytes);
    }

    private Cipher cipher(int direction, byte[] start, byte[] context) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(mode.transformation);
        AlgorithmParameterSpec parameters =
                mode == Mode.GCM ? new GCMParameterSpec(TAG_BITS, start) : new IvParameterSpec(start);
        cipher.init(direction, key, parameters);
        if (mode == Mode.GCM) {
            cipher.updateAAD(context);
        }
        return cipher;
    }

    @Override
    public String toString() {
        return prefix();
    }
}
