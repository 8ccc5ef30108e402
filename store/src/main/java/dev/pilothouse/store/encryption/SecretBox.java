package dev.pilothouse.store.encryption;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;

/// NaCl's secretbox: XSalsa20 and Poly1305, with a random nonce that stands before the rest. It knows no context.
/// The JDK has neither; see Bernstein, "Extending the Salsa20 nonce" and "The Poly1305-AES message-authentication code".
public final class SecretBox implements Provider {
    public static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 24;
    private static final int TAG_BYTES = 16;
    private static final int BLOCK_BYTES = 64;
    private static final int[] SIGMA = {0x61707865, 0x3320646e, 0x79622d32, 0x6b206574};
    private static final BigInteger PRIME = BigInteger.ONE.shiftLeft(130).subtract(BigInteger.valueOf(5));
    private static final BigInteger CLAMP = new BigInteger("0ffffffc0ffffffc0ffffffc0fffffff", 16);

    private final String keyName;
    private final int[] key;
    private final SecureRandom random;

    /// @param key [#KEY_BYTES] bytes
    public SecretBox(String keyName, byte[] key, SecureRandom random) {
        this.keyName = keyName;
        this.key = words(key);
        this.random = random;
    }

    @Override
    public String prefix() {
        return label() + keyName + ":";
    }

    @Override
    public String label() {
        return "k8s:enc:secretbox:v1:";
    }

    @Override
    public byte[] seal(byte[] plain, byte[] context) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        byte[] box = box(plain, nonce);
        byte[] sealed = Arrays.copyOf(nonce, NONCE_BYTES + box.length);
        System.arraycopy(box, 0, sealed, NONCE_BYTES, box.length);
        return sealed;
    }

    @Override
    public byte[] open(byte[] sealed, byte[] context) throws GeneralSecurityException {
        if (sealed.length < NONCE_BYTES + TAG_BYTES) {
            throw new AEADBadTagException("the stored data was shorter than the required size");
        }
        byte[] nonce = Arrays.copyOf(sealed, NONCE_BYTES);
        byte[] tag = Arrays.copyOfRange(sealed, NONCE_BYTES, NONCE_BYTES + TAG_BYTES);
        byte[] encrypted = Arrays.copyOfRange(sealed, NONCE_BYTES + TAG_BYTES, sealed.length);
        byte[] padded = new byte[KEY_BYTES + encrypted.length];
        System.arraycopy(encrypted, 0, padded, KEY_BYTES, encrypted.length);
        byte[] opened = xor(padded, nonce);
        if (!MessageDigest.isEqual(tag, poly1305(encrypted, Arrays.copyOf(opened, KEY_BYTES)))) {
            throw new AEADBadTagException("the tag doesn't fit");
        }
        return Arrays.copyOfRange(opened, KEY_BYTES, opened.length);
    }

    /// Tag and encrypted bytes.
    byte[] box(byte[] plain, byte[] nonce) {
        // The first 32 bytes of the key stream are the tag's key, so that the message starts behind as many zeros.
        byte[] padded = new byte[KEY_BYTES + plain.length];
        System.arraycopy(plain, 0, padded, KEY_BYTES, plain.length);
        byte[] stream = xor(padded, nonce);
        byte[] encrypted = Arrays.copyOfRange(stream, KEY_BYTES, stream.length);
        byte[] tag = poly1305(encrypted, Arrays.copyOf(stream, KEY_BYTES));
        byte[] box = Arrays.copyOf(tag, TAG_BYTES + encrypted.length);
        System.arraycopy(encrypted, 0, box, TAG_BYTES, encrypted.length);
        return box;
    }

    private byte[] xor(byte[] bytes, byte[] nonce) {
        int[] nonceWords = words(nonce);
        int[] mixed = rounds(state(key, Arrays.copyOf(nonceWords, 4)));
        int[] derived = {
            mixed[0], mixed[5], mixed[10], mixed[15], mixed[6], mixed[7], mixed[8], mixed[9]
        };
        byte[] result = bytes.clone();
        for (int block = 0; block * BLOCK_BYTES < bytes.length; block++) {
            int[] before = state(derived, new int[] {nonceWords[4], nonceWords[5], block, 0});
            int[] after = rounds(before);
            for (int i = 0; i < BLOCK_BYTES && block * BLOCK_BYTES + i < bytes.length; i++) {
                int word = after[i / 4] + before[i / 4];
                result[block * BLOCK_BYTES + i] ^= (byte) (word >>> (8 * (i % 4)));
            }
        }
        return result;
    }

    private static int[] state(int[] key, int[] input) {
        return new int[] {
            SIGMA[0], key[0], key[1], key[2],
            key[3], SIGMA[1], input[0], input[1],
            input[2], input[3], SIGMA[2], key[4],
            key[5], key[6], key[7], SIGMA[3]
        };
    }

    private static int[] rounds(int[] state) {
        int[] x = state.clone();
        for (int i = 0; i < 10; i++) {
            quarter(x, 0, 4, 8, 12);
            quarter(x, 5, 9, 13, 1);
            quarter(x, 10, 14, 2, 6);
            quarter(x, 15, 3, 7, 11);
            quarter(x, 0, 1, 2, 3);
            quarter(x, 5, 6, 7, 4);
            quarter(x, 10, 11, 8, 9);
            quarter(x, 15, 12, 13, 14);
        }
        return x;
    }

    private static void quarter(int[] x, int a, int b, int c, int d) {
        x[b] ^= Integer.rotateLeft(x[a] + x[d], 7);
        x[c] ^= Integer.rotateLeft(x[b] + x[a], 9);
        x[d] ^= Integer.rotateLeft(x[c] + x[b], 13);
        x[a] ^= Integer.rotateLeft(x[d] + x[c], 18);
    }

    private static byte[] poly1305(byte[] message, byte[] oneTimeKey) {
        BigInteger r = number(oneTimeKey, 0, TAG_BYTES).and(CLAMP);
        BigInteger sum = BigInteger.ZERO;
        for (int at = 0; at < message.length; at += TAG_BYTES) {
            int length = Math.min(TAG_BYTES, message.length - at);
            BigInteger block = number(message, at, length).setBit(8 * length);
            sum = sum.add(block).multiply(r).mod(PRIME);
        }
        byte[] big = sum.add(number(oneTimeKey, TAG_BYTES, TAG_BYTES)).toByteArray();
        byte[] tag = new byte[TAG_BYTES];
        for (int i = 0; i < TAG_BYTES && i < big.length; i++) {
            tag[i] = big[big.length - 1 - i];
        }
        return tag;
    }

    /// Little-endian.
    private static BigInteger number(byte[] bytes, int from, int length) {
        byte[] big = new byte[length];
        for (int i = 0; i < length; i++) {
            big[length - 1 - i] = bytes[from + i];
        }
        return new BigInteger(1, big);
    }

    private static int[] words(byte[] bytes) {
        int[] words = new int[bytes.length / 4];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asIntBuffer().get(words);
        return words;
    }

    @Override
    public String toString() {
        return prefix();
    }
}
