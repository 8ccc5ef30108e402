package dev.pilothouse.controllers.certificates;

import dev.pilothouse.api.tree.ObjectTree;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/// What a request for a certificate asks for (PKCS#10, RFC 2986). The server has checked that it is well formed and that
/// who asks owns the key.
///
/// @param subject the distinguished name, in DER
/// @param key the public key with its algorithm, in DER
/// @param names the alternative names in DER; empty if it asks for none
record SigningRequest(byte[] subject, byte[] key, byte[] names) {
    private static final int ATTRIBUTES = 0xA0;
    private static final byte[] EXTENSION_REQUEST = {0x2a, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xf7, 0x0d, 1, 9, 14};
    private static final byte[] ORGANIZATION = {0x55, 0x04, 0x0a};
    private static final byte[] COMMON_NAME = {0x55, 0x04, 0x03};
    private static final byte[] ALTERNATIVE_NAMES = {0x55, 0x1d, 0x11};

    /// The kinds of alternative names, by their tags (RFC 5280, 4.2.1.6).
    enum NameKind {
        EMAIL(0x81),
        DNS(0x82),
        URI(0x86),
        IP(0x87);

        private final int tag;

        NameKind(int tag) {
            this.tag = tag;
        }
    }

    /// Empty for what can't be read.
    static Optional<SigningRequest> of(ObjectTree object) {
        String encoded = object.object("spec").text("request");
        String pem = new String(Base64.getDecoder().decode(encoded), StandardCharsets.US_ASCII);
        String body = pem.replaceAll("-----[A-Z ]+-----", "").replaceAll("\\s", "");
        try {
            return Optional.of(parse(ByteBuffer.wrap(Base64.getDecoder().decode(body))));
        } catch (IllegalArgumentException | BufferUnderflowException malformed) {
            return Optional.empty();
        }
    }

    private static SigningRequest parse(ByteBuffer request) {
        ByteBuffer info = Element.next(Element.next(request).content()).content();
        Element.next(info); // version
        byte[] subject = Element.next(info).whole();
        byte[] key = Element.next(info).whole();
        byte[] names = {};
        while (info.hasRemaining()) {
            Element attributes = Element.next(info);
            if (attributes.tag() == ATTRIBUTES) {
                names = alternativeNames(attributes.content());
            }
        }
        return new SigningRequest(subject, key, names);
    }

    private static byte[] alternativeNames(ByteBuffer attributes) {
        while (attributes.hasRemaining()) {
            ByteBuffer attribute = Element.next(attributes).content();
            if (!Arrays.equals(Element.next(attribute).bytes(), EXTENSION_REQUEST)) {
                continue;
            }
            ByteBuffer extensions =
                    Element.next(Element.next(attribute).content()).content();
            while (extensions.hasRemaining()) {
                ByteBuffer extension = Element.next(extensions).content();
                boolean wanted = Arrays.equals(Element.next(extension).bytes(), ALTERNATIVE_NAMES);
                Element value = Element.next(extension);
                // A flag may come first that says whether the extension is critical.
                value = extension.hasRemaining() ? Element.next(extension) : value;
                if (wanted) {
                    return value.bytes();
                }
            }
        }
        return new byte[0];
    }

    /// How many alternative names of this kind it asks for.
    long count(NameKind kind) {
        if (names.length == 0) {
            return 0;
        }
        long count = 0;
        ByteBuffer all = Element.next(ByteBuffer.wrap(names)).content();
        while (all.hasRemaining()) {
            count += Element.next(all).tag() == kind.tag ? 1 : 0;
        }
        return count;
    }

    List<String> organizations() {
        return values(ORGANIZATION);
    }

    String commonName() {
        return values(COMMON_NAME).stream().reduce("", (_, last) -> last);
    }

    private List<String> values(byte[] type) {
        List<String> values = new ArrayList<>();
        ByteBuffer parts = Element.next(ByteBuffer.wrap(subject)).content();
        while (parts.hasRemaining()) {
            ByteBuffer set = Element.next(parts).content();
            while (set.hasRemaining()) {
                ByteBuffer pair = Element.next(set).content();
                boolean wanted = Arrays.equals(Element.next(pair).bytes(), type);
                Element value = Element.next(pair);
                if (wanted) {
                    values.add(new String(value.bytes(), StandardCharsets.UTF_8));
                }
            }
        }
        return values;
    }

    /// An element of DER (X.690).
    ///
    /// @param whole with its tag and length
    private record Element(int tag, byte[] whole, byte[] bytes) {
        static Element next(ByteBuffer from) {
            int start = from.position();
            int tag = from.get() & 0xff;
            int length = from.get() & 0xff;
            if (length >= 0x80) {
                int digits = length - 0x80;
                length = 0;
                for (int i = 0; i < digits; i++) {
                    length = length << 8 | from.get() & 0xff;
                }
            }
            if (length < 0 || length > from.remaining()) {
                throw new BufferUnderflowException();
            }
            byte[] bytes = new byte[length];
            from.get(bytes);
            byte[] whole = new byte[from.position() - start];
            from.duplicate().position(start).get(whole);
            return new Element(tag, whole, bytes);
        }

        ByteBuffer content() {
            return ByteBuffer.wrap(bytes);
        }
    }
}
