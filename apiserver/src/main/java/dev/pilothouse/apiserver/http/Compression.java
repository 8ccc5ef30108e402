package dev.pilothouse.apiserver.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/// Packs long answers for clients that unpack them (upstream's APIResponseCompression): on a fast network, packing a short
/// answer costs more than sending it.
final class Compression {
    /// Upstream's bound; what is as long or shorter goes out as it is.
    static final int THRESHOLD_BYTES = 128 << 10;

    private static final List<String> PACKED =
            List.of("application/json", "application/yaml", "application/vnd.kubernetes.protobuf");

    private Compression() {}

    static boolean suits(HttpResponse.Whole answer, int bytes, Headers asked) {
        return bytes > THRESHOLD_BYTES
                && PACKED.stream().anyMatch(answer.contentType()::startsWith)
                && answer.header("Content-Encoding").isEmpty()
                && accepts(asked);
    }

    /// Upstream looks for the word alone, and has no eye for qualities.
    private static boolean accepts(Headers asked) {
        for (String part : asked.first("accept-encoding").orElse("").split(",")) {
            String coding = part.split(";", 2)[0].strip();
            if (coding.equals("*") || coding.equals("gzip")) {
                return true;
            }
        }
        return false;
    }

    static ByteBuffer pack(ByteBuffer content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(content.remaining() / 4);
        try (GZIPOutputStream gzip = new Fast(out)) {
            gzip.write(content.array(), content.arrayOffset() + content.position(), content.remaining());
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return ByteBuffer.wrap(out.toByteArray());
    }

    /// Upstream's level. Java has no parameter for it.
    private static final class Fast extends GZIPOutputStream {
        Fast(ByteArrayOutputStream out) throws IOException {
            super(out, 8 << 10);
            def.setLevel(Deflater.BEST_SPEED);
        }
    }
}
