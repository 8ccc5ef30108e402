package dev.pilothouse.apiserver.http;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/// A client that sends frames as it likes (RFC 9113 §4.1), which those that mean well don't.
final class RawHttp2 implements AutoCloseable {
    private static final int HEADERS = 1;
    private static final int SETTINGS = 4;
    private static final int GOAWAY = 7;
    private static final int END_STREAM = 1;
    private static final int END_HEADERS = 4;
    private static final int ACKNOWLEDGED = 1;

    /// `:method: GET`, `:scheme: https` and the name of `:authority` and of `:path` in HPACK's table (RFC 7541, appendix A), to be
    /// followed by a text.
    private static final int GET = 0x82;

    private static final int HTTPS = 0x87;
    private static final int AUTHORITY = 0x01;
    private static final int PATH = 0x04;

    private final SSLSocket socket;
    private final DataInputStream in;
    private final DataOutputStream out;

    private record Frame(int type, int flags, int stream, byte[] payload) {}

    private RawHttp2(SSLSocket socket) throws IOException {
        this.socket = socket;
        this.in = new DataInputStream(socket.getInputStream());
        this.out = new DataOutputStream(socket.getOutputStream());
    }

    static RawHttp2 to(int port, SSLContext context) throws IOException {
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setApplicationProtocols(new String[] {"h2"});
        socket.setSSLParameters(parameters);
        RawHttp2 client = new RawHttp2(socket);
        client.out.write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        client.send(new Frame(SETTINGS, 0, 0, new byte[0]));
        return client;
    }

    /// @param stream odd, and greater than the ones before
    void get(int stream, String path) throws IOException {
        ByteArrayOutputStream fields = new ByteArrayOutputStream();
        fields.write(GET);
        fields.write(HTTPS);
        field(fields, AUTHORITY, "localhost");
        field(fields, PATH, path);
        send(new Frame(HEADERS, END_STREAM | END_HEADERS, stream, fields.toByteArray()));
    }

    private static void field(ByteArrayOutputStream fields, int name, String value) {
        fields.write(name);
        fields.write(value.length());
        fields.writeBytes(value.getBytes(StandardCharsets.US_ASCII));
    }

    /// @return the last streams that the server said meanwhile that it takes
    List<Integer> readUntilAnswered(int stream) throws IOException {
        List<Integer> lastTaken = new ArrayList<>();
        for (Frame frame = read(lastTaken); frame.stream() != stream || (frame.flags() & END_STREAM) == 0; ) {
            frame = read(lastTaken);
        }
        return lastTaken;
    }

    /// The same, until the server hangs up.
    List<Integer> readUntilEnd() throws IOException {
        List<Integer> lastTaken = new ArrayList<>();
        try {
            while (true) {
                read(lastTaken);
            }
        } catch (EOFException end) {
            return lastTaken;
        }
    }

    private Frame read(List<Integer> lastTaken) throws IOException {
        int lengthAndType = in.readInt();
        Frame frame = new Frame(lengthAndType & 0xff, in.readUnsignedByte(), in.readInt(), new byte[lengthAndType >>> 8]);
        in.readFully(frame.payload());
        if (frame.type() == SETTINGS && (frame.flags() & ACKNOWLEDGED) == 0) {
            send(new Frame(SETTINGS, ACKNOWLEDGED, 0, new byte[0]));
        } else if (frame.type() == GOAWAY) {
            lastTaken.add(java.nio.ByteBuffer.wrap(frame.payload()).getInt());
        }
        return frame;
    }

    private void send(Frame frame) throws IOException {
        out.writeInt(frame.payload().length << 8 | frame.type());
        out.writeByte(frame.flags());
        out.writeInt(frame.stream());
        out.write(frame.payload());
        out.flush();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
