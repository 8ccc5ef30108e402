package dev.pilothouse.apiserver.pki;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/// Values in the distinguished encoding rules (ITU-T X.690), as far as certificates need them: a tag, a length, the contents.
final class Der {
    private static final int BOOLEAN = 0x01;
    private static final int INTEGER = 0x02;
    private static final int BIT_STRING = 0x03;
    private static final int OCTET_STRING = 0x04;
    private static final int OBJECT_ID = 0x06;
    private static final int UTF8_STRING = 0x0C;
    private static final int UTC_TIME = 0x17;
    private static final int GENERALIZED_TIME = 0x18;
    private static final int SEQUENCE = 0x30;
    private static final int SET = 0x31;
    private static final int CONTEXT = 0x80;
    private static final int CONSTRUCTED = 0x20;

    /// From then on a year doesn't fit into the two digits of the shorter form (RFC 5280, 4.1.2.5).
    private static final int FIRST_LONG_YEAR = 2050;

    private static final DateTimeFormatter SHORT = DateTimeFormatter.ofPattern("yyMMddHHmmss'Z'");
    private static final DateTimeFormatter LONG = DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'");

    private Der() {}

    static byte[] sequence(byte[]... parts) {
        return value(SEQUENCE, parts);
    }

    static byte[] set(byte[]... parts) {
        return value(SET, parts);
    }

    static byte[] bool(boolean truth) {
        return value(BOOLEAN, new byte[] {(byte) (truth ? 0xFF : 0)});
    }

    static byte[] integer(BigInteger number) {
        return value(INTEGER, number.toByteArray());
    }

    /// @param dotted such as `2.5.29.15`
    static byte[] objectId(String dotted) {
        String[] arcs = dotted.split("\\.");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(Integer.parseInt(arcs[0]) * 40 + Integer.parseInt(arcs[1]));
        for (int i = 2; i < arcs.length; i++) {
            int arc = Integer.parseInt(arcs[i]);
            for (int shift = (31 - Integer.numberOfLeadingZeros(arc | 1)) / 7 * 7; shift > 0; shift -= 7) {
                out.write(arc >>> shift & 0x7F | 0x80);
            }
            out.write(arc & 0x7F);
        }
        return value(OBJECT_ID, out.toByteArray());
    }

    static byte[] octets(byte[] contents) {
        return value(OCTET_STRING, contents);
    }

    /// @param unused bits at the end of the last byte that don't count
    static byte[] bits(int unused, byte... contents) {
        return value(BIT_STRING, new byte[] {(byte) unused}, contents);
    }

    static byte[] text(String text) {
        return value(UTF8_STRING, text.getBytes(StandardCharsets.UTF_8));
    }

    /// To the second.
    static byte[] time(Instant instant) {
        var utc = instant.atOffset(ZoneOffset.UTC);
        return utc.getYear() < FIRST_LONG_YEAR
                ? value(UTC_TIME, SHORT.format(utc).getBytes(StandardCharsets.US_ASCII))
                : value(GENERALIZED_TIME, LONG.format(utc).getBytes(StandardCharsets.US_ASCII));
    }

    /// A value that the place gives its meaning to.
    static byte[] tagged(int number, byte[] contents) {
        return value(CONTEXT | number, contents);
    }

    /// A whole value inside one that the place gives its meaning to.
    static byte[] wrapped(int number, byte[] inside) {
        return value(CONTEXT | CONSTRUCTED | number, inside);
    }

    /// The bits of a public key, out of the encoding that says what kind of key it is too (RFC 5280, 4.1.2.7).
    static byte[] keyBits(byte[] subjectPublicKeyInfo) {
        ByteBuffer in = ByteBuffer.wrap(subjectPublicKeyInfo);
        length(in);
        int algorithm = length(in);
        in.position(in.position() + algorithm);
        byte[] bits = new byte[length(in) - 1];
        in.get(); // how many bits don't count: none, keys are whole bytes
        in.get(bits);
        return bits;
    }

    /// Passes a tag and a length.
    private static int length(ByteBuffer in) {
        in.get();
        int first = in.get() & 0xFF;
        if (first < 0x80) {
            return first;
        }
        int length = 0;
        for (int i = first & 0x7F; i > 0; i--) {
            length = length << 8 | in.get() & 0xFF;
        }
        return length;
    }

    private static byte[] value(int tag, byte[]... parts) {
        int length = 0;
        for (byte[] part : parts) {
            length += part.length;
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream(length + 6);
        out.write(tag);
        if (length < 0x80) {
            out.write(length);
        } else {
            int bytes = (39 - Integer.numberOfLeadingZeros(length)) / 8;
            out.write(0x80 | bytes);
            for (int shift = (bytes - 1) * 8; shift >= 0; shift -= 8) {
                out.write(length >>> shift);
            }
        }
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}
