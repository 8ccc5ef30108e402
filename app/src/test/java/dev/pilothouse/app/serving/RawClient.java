package dev.pilothouse.app.serving;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/// A client of HTTP/1 that sends what it is told to, whenever it is told to, as no well-behaved one does.
final class RawClient implements AutoCloseable {
    private final SSLSocket socket;

    /// An answer.
    ///
    /// @param headers by their names in lower case; the last of each
    /// @param body without its chunks' marks
    record Answer(String version, int status, Map<String, String> headers, String body) {}

    RawClient(SSLContext tls, int port) throws IOException {
        this.socket = (SSLSocket) tls.getSocketFactory().createSocket("127.0.0.1", port);
        socket.setSoTimeout(30_000);
    }

    /// Sends these characters as they are.
    RawClient say(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
        return this;
    }

    /// Reads one answer whole.
    Answer hear() throws IOException {
        return hear(true);
    }

    /// Reads an answer without content, such as one to HEAD.
    Answer hearHead() throws IOException {
        return hear(false);
    }

    private Answer hear(boolean content) throws IOException {
        String[] first = line().split(" ", 3);
        Map<String, String> headers = new TreeMap<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            headers.put(line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
        }
        int status = Integer.parseInt(first[1]);
        return new Answer(first[0], status, headers, content && status != 101 && status != 204 ? body(headers) : "");
    }

    private String body(Map<String, String> headers) throws IOException {
        InputStream in = socket.getInputStream();
        if (headers.containsKey("content-length")) {
            return text(in.readNBytes(Integer.parseInt(headers.get("content-length"))));
        }
        if (!headers.getOrDefault("transfer-encoding", "").equals("chunked")) {
            return text(in.readAllBytes()); // up to the end of the connection
        }
        StringBuilder body = new StringBuilder();
        while (true) {
            int length = Integer.parseInt(line(), 16);
            body.append(text(in.readNBytes(length)));
            line();
            if (length == 0) {
                return body.toString();
            }
        }
    }

    /// Whether the server has hung up in order.
    boolean isHungUpOn() throws IOException {
        return socket.getInputStream().read() < 0;
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = socket.getInputStream().read(); next != '\n'; next = socket.getInputStream().read()) {
            if (next < 0) {
                throw new EOFException("hung up on in the middle of an answer, after: " + line);
            }
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
