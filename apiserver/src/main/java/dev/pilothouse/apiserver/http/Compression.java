package dev.pilothouse.apiserver.http;

import java.io.IOException;
import java.io.OutputStream;
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

    static boolean suits(HttpResponse.Whole answer, long bytes, Headers asked) {
        return bytes > THRESHOLD_BYTES
                && PACKED.stream().anyMatch(answer.contentType()::startsWith)
                && answer.header("Content-Encoding").isEmpty()
                // Parts are parts of the bytes as they are.
                && answer.header("Accept-Ranges").isEmpty()
                && AcceptEncoding.namesGzip(asked);
    }

    /// Packs what is written to it and hands it on.
    static OutputStream packing(OutputStream next) throws IOException {
        return new Fast(next);
    }

    /// Upstream's level. Java has no parameter for it.
    private static final class Fast extends GZIPOutputStream {
        private static final int PIECE_BYTES = 32 << 10;

        Fast(OutputStream next) throws IOException {
            super(next, PIECE_BYTES);
            def.setLevel(Deflater.BEST_SPEED);
        }
    }
}
