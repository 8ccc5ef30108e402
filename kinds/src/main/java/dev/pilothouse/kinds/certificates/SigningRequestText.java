package dev.pilothouse.kinds.certificates;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A signing request in PEM (PKCS#10, RFC 2986): whoever asks must own the key, which its own signature proves.
final class SigningRequestText {
    private static final int SEQUENCE = 0x30;
    private static final int BIT_STRING = 0x03;
    private static final int LONG_FORM = 0x80;

    /// Algorithms by their object identifiers' content in DER.
    private static final Map<String, String> SIGNATURES = Map.of(
            "2a864886f70d01010b", "SHA256withRSA",
            "2a864886f70d01010c", "SHA384withRSA",
            "2a864886f70d01010d", "SHA512withRSA",
            "2a8648ce3d040302", "SHA256withECDSA",
            "2a8648ce3d040303", "SHA384withECDSA",
            "2a8648ce3d040304", "SHA512withECDSA",
            "2b6570", "Ed25519");

    private static final Map<String, String> KEYS = Map.of(
            "2a864886f70d010101", "RSA",
            "2a8648ce3d0201", "EC",
            "2b6570", "Ed25519");

    private SigningRequestText() {}

    /// What is wrong with it.
    ///
    /// @param encoded the text, in base64 as JSON has it
    static Optional<String> problem(String encoded) {
        List<PemBlocks.Block> blocks = PemBlocks.of(encoded);
        if (blocks.isEmpty() || !blocks.getFirst().type().equals("CERTIFICATE REQUEST")) {
            return Optional.of("PEM block type must be CERTIFICATE REQUEST");
        }
        try {
            return isSigned(blocks.getFirst().content()) ? Optional.empty() : Optional.of("x509: ECDSA verification failure");
        } catch (GeneralSecurityException | BufferUnderflowException | IllegalArgumentException malformed) {
            return Optional.of("asn1: structure error: the request isn't well formed");
        }
    }

    private static boolean isSigned(byte[] request) throws GeneralSecurityException {
        ByteBuffer parts = content(ByteBuffer.wrap(request), SEQUENCE);
        ByteBuffer signed = whole(parts);
        String algorithm = identifier(content(parts, SEQUENCE));
        byte[] signature = bits(parts);
        ByteBuffer info = content(signed.duplicate(), SEQUENCE);
        skip(info); // version
        skip(info); // subject
        Signature proof = Signature.getInstance(known(SIGNATURES, algorithm));
        proof.initVerify(key(whole(info)));
        proof.update(signed);
        return proof.verify(signature);
    }

    private static PublicKey key(ByteBuffer info) throws GeneralSecurityException {
        byte[] encoded = new byte[info.remaining()];
        info.duplicate().get(encoded);
        String algorithm = identifier(content(content(info, SEQUENCE), SEQUENCE));
        return KeyFactory.getInstance(known(KEYS, algorithm)).generatePublic(new X509EncodedKeySpec(encoded));
    }

    private static String known(Map<String, String> names, String identifier) throws GeneralSecurityException {
        String name = names.get(identifier);
        if (name == null) {
            throw new GeneralSecurityException("unknown algorithm " + identifier);
        }
        return name;
    }

    private static String identifier(ByteBuffer algorithm) {
        ByteBuffer id = content(algorithm, 0x06);
        byte[] bytes = new byte[id.remaining()];
        id.get(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private static byte[] bits(ByteBuffer from) {
        ByteBuffer string = content(from, BIT_STRING);
        string.get(); // the number of bits that don't count: none
        byte[] bytes = new byte[string.remaining()];
        string.get(bytes);
        return bytes;
    }

    // ---- DER (X.690): tag, length, content

    /// The content of the next element, which must have this tag; the buffer stands behind it afterwards.
    private static ByteBuffer content(ByteBuffer from, int tag) {
        if ((from.get() & 0xff) != tag) {
            throw new IllegalArgumentException("not the element that was expected");
        }
        int length = length(from);
        ByteBuffer content = from.slice(from.position(), length);
        from.position(from.position() + length);
        return content;
    }

    /// The next element with its tag and length.
    private static ByteBuffer whole(ByteBuffer from) {
        int start = from.position();
        skip(from);
        return from.slice(start, from.position() - start);
    }

    private static void skip(ByteBuffer from) {
        from.get();
        int length = length(from);
        from.position(from.position() + length);
    }

    private static int length(ByteBuffer from) {
        int first = from.get() & 0xff;
        if (first < LONG_FORM) {
            return checked(first, from);
        }
        int length = 0;
        for (int i = 0; i < Math.min(first - LONG_FORM, 4); i++) {
            length = length << 8 | from.get() & 0xff;
        }
        return checked(length, from);
    }

    private static int checked(int length, ByteBuffer from) {
        if (length < 0 || length > from.remaining()) {
            throw new BufferUnderflowException();
        }
        return length;
    }
}
