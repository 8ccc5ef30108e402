package dev.pilothouse.store.linear;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A stretch of network to one member: what connects to its port is led on to the member's own, as the weather between the two
/// lets it.
final class Wire implements AutoCloseable {
    /// Who calls where that can't be told.
    static final int ANYBODY = 0;

    enum Weather {
        CLEAR,
        /// Nothing gets through, in either direction; what was sent waits.
        STALLED,
        /// Requests get through and answers don't.
        MUTE,
        /// Connections break, and new ones at once.
        CUT
    }

    private static final int PIECE_BYTES = 16_384;
    private static final int HEAD_BYTES = 8_192;
    private static final int WAITING_CONNECTIONS = 64;
    private static final long LOOK_NANOS = 2_000_000;

    /// Members of etcd say who they are in the first request of each connection, by the port that others reach them at.
    private static final Pattern CALLER = Pattern.compile("(?i)X-PeerURLs: *http://127\\.0\\.0\\.1:(\\d+)");

    private final int port;
    private final int target;
    private final boolean tellsCallers;
    private final ConcurrentHashMap<Integer, Weather> weather = new ConcurrentHashMap<>();
    private final Queue<Connection> connections = new ConcurrentLinkedQueue<>();
    private volatile ServerSocket door;
    private volatile boolean closed;

    /// @param tellsCallers whether connections are those of members among each other
    Wire(int port, int target, boolean tellsCallers) {
        this.port = port;
        this.target = target;
        this.tellsCallers = tellsCallers;
        this.door = opened();
    }

    private ServerSocket opened() {
        try {
            ServerSocket opened = new ServerSocket();
            opened.setReuseAddress(true);
            opened.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), WAITING_CONNECTIONS);
            Thread.ofVirtual().start(() -> accept(opened));
            return opened;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port() {
        return port;
    }

    /// Sets the weather for one who calls; when it clears up, broken connections stay broken.
    ///
    /// @param caller the port that the caller is reached at, or [#ANYBODY]
    void weather(int caller, Weather now) {
        Weather before = weather.getOrDefault(caller, Weather.CLEAR);
        weather.put(caller, now);
        if (now == Weather.CUT || before == Weather.MUTE) {
            connections.stream().filter(it -> it.caller == caller).forEach(Connection::cut);
        }
    }

    /// Whether anybody listens at the port at all.
    void listening(boolean yes) {
        if (yes) {
            door = opened();
        } else {
            close(door);
            connections.forEach(Connection::cut);
        }
    }

    private void accept(ServerSocket from) {
        while (!from.isClosed()) {
            try {
                Socket socket = from.accept();
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException over) {
                return;
            }
        }
    }

    private void serve(Socket near) {
        try (near;
                Socket far = new Socket(InetAddress.getLoopbackAddress(), target)) {
            near.setTcpNoDelay(true);
            far.setTcpNoDelay(true);
            byte[] head = tellsCallers ? head(near.getInputStream()) : new byte[0];
            Connection connection = new Connection(caller(head), near, far);
            connections.add(connection);
            try {
                connection.carry(head);
            } finally {
                connections.remove(connection);
            }
        } catch (IOException broken) {
            // Both ends have noticed it by themselves.
            close(near);
        }
    }

    private static byte[] head(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        byte[] piece = new byte[HEAD_BYTES];
        while (head.size() < HEAD_BYTES && !head.toString(StandardCharsets.ISO_8859_1).contains("\r\n\r\n")) {
            int count = in.read(piece, 0, HEAD_BYTES - head.size());
            if (count < 0) {
                break;
            }
            head.write(piece, 0, count);
        }
        return head.toByteArray();
    }

    private static int caller(byte[] head) {
        Matcher matcher = CALLER.matcher(new String(head, StandardCharsets.ISO_8859_1));
        return matcher.find() ? Integer.parseInt(matcher.group(1)) : ANYBODY;
    }

    private static void close(AutoCloseable socket) {
        try {
            socket.close();
        } catch (Exception gone) {
            Thread.onSpinWait();
        }
    }

    @Override
    public void close() {
        closed = true;
        listening(false);
    }

    private final class Connection {
        private final int caller;
        private final Socket near;
        private final Socket far;

        Connection(int caller, Socket near, Socket far) {
            this.caller = caller;
            this.near = near;
            this.far = far;
        }

        void cut() {
            close(near);
            close(far);
        }

        void carry(byte[] head) throws IOException {
            Thread back = Thread.ofVirtual().start(() -> {
                try {
                    pump(far.getInputStream(), near.getOutputStream(), true);
                } catch (IOException broken) {
                    cut();
                }
            });
            try {
                if (passes(false)) {
                    far.getOutputStream().write(head);
                    pump(near.getInputStream(), far.getOutputStream(), false);
                }
            } finally {
                cut();
                back.interrupt();
            }
        }

        private void pump(InputStream from, OutputStream to, boolean answers) throws IOException {
            byte[] piece = new byte[PIECE_BYTES];
            for (int count = from.read(piece); count >= 0; count = from.read(piece)) {
                if (!passes(answers)) {
                    break;
                }
                to.write(piece, 0, count);
            }
            cut();
        }

        /// Waits until something may pass; says no where nothing ever will.
        private boolean passes(boolean answers) {
            while (!closed && !near.isClosed()) {
                switch (weather.getOrDefault(caller, Weather.CLEAR)) {
                    case CLEAR -> {
                        return true;
                    }
                    case CUT -> {
                        return false;
                    }
                    case MUTE -> {
                        if (!answers) {
                            return true;
                        }
                        LockSupport.parkNanos(LOOK_NANOS);
                    }
                    case STALLED -> LockSupport.parkNanos(LOOK_NANOS);
                }
            }
            return false;
        }
    }
}
