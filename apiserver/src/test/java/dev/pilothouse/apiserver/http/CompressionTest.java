package dev.pilothouse.apiserver.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompressionTest {
    private static final int LONG = Compression.THRESHOLD_BYTES + 1;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock = """
        gzip              | application/json                       | 1  | true
        deflate, gzip;q=1 | application/json                       | 1  | true
        *                 | application/vnd.kubernetes.protobuf    | 1  | true
        gzip              | application/json;as=Table              | 1  | true
        gzip              | application/json                       | 0  | false
        gzip              | text/plain; charset=utf-8              | 1  | false
        br                | application/json                       | 1  | false
        ''                | application/json                       | 1  | false
        """)
    void longAnswersArePackedForWhoUnpacksThem(String accepted, String type, int beyond, boolean packed) {
        HttpResponse.Whole answer = HttpResponse.of(200, type, new HttpResponse.Payload.Bytes(new byte[0]));
        Headers asked = new Headers(Map.of("Accept-Encoding", List.of(accepted)));
        assertThat(Compression.suits(answer, Compression.THRESHOLD_BYTES + beyond, asked))
                .isEqualTo(packed);
    }

    @Test
    void whatIsPackedUnpacksToTheSame() throws IOException {
        byte[] content = "{\"kind\":\"PodList\"}".repeat(LONG / 10).getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream packing = Compression.packing(packed)) {
            packing.write(content, 3, content.length - 3);
        }
        assertThat(packed.size()).isLessThan(content.length / 10);
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(packed.toByteArray()))) {
            assertThat(in.readAllBytes()).isEqualTo(java.util.Arrays.copyOfRange(content, 3, content.length));
        }
    }
}
