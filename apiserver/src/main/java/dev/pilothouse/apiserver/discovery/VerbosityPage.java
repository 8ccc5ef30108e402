package dev.pilothouse.apiserver.discovery;

import dev.pilothouse.apiserver.http.HttpRequest;
import dev.pilothouse.apiserver.http.HttpResponse;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.function.IntConsumer;

/// Says how much the log is to tell from now on, for an operator who looks for something in a running process.
///
/// @param verbosity told the new level
record VerbosityPage(IntConsumer verbosity) {
    static final String FLAG = "v";

    /// A level is a few digits; who sends more than this sends something else.
    private static final int LEVEL_BYTES = 1 << 10;

    private static final BigInteger UNSIGNED_END = BigInteger.ONE.shiftLeft(32);
    private static final BigInteger SIGNED_END = BigInteger.ONE.shiftLeft(31);

    HttpResponse answer(HttpRequest request) {
        if (!request.method().equals("PUT")) {
            return text(406, "unsupported http method");
        }
        try {
            String level = level(request);
            verbosity.accept(parse(level));
            return text(200, "successfully set klog.logging.verbosity to " + level);
        } catch (NumberFormatException refused) {
            return text(400, refused.getMessage());
        } catch (IOException left) {
            return text(400, "error reading request body: " + left.getMessage());
        }
    }

    private static String level(HttpRequest request) throws IOException {
        if (request.body() instanceof HttpRequest.Body.Stream(InputStream in)) {
            return new String(in.readNBytes(LEVEL_BYTES), StandardCharsets.UTF_8);
        }
        return "";
    }

    /// In the words of Go's parsers, of which upstream asks two.
    private static int parse(String level) {
        String quoted = "\"" + level + "\"";
        if (level.isEmpty() || !level.chars().allMatch(digit -> digit >= '0' && digit <= '9')) {
            throw new NumberFormatException("strconv.ParseUint: parsing " + quoted + ": invalid syntax");
        }
        BigInteger number = new BigInteger(level);
        if (number.compareTo(UNSIGNED_END) >= 0) {
            throw new NumberFormatException("strconv.ParseUint: parsing " + quoted + ": value out of range");
        }
        if (number.compareTo(SIGNED_END) >= 0) {
            throw new NumberFormatException("failed set klog.logging.verbosity " + level
                    + ": strconv.ParseInt: parsing " + quoted + ": value out of range");
        }
        return number.intValue();
    }

    private static HttpResponse text(int status, String text) {
        return HttpResponse.of(status, "text/plain", new HttpResponse.Payload.Bytes((text + "\n").getBytes(StandardCharsets.UTF_8)))
                .withHeader("X-Content-Type-Options", "nosniff");
    }
}
