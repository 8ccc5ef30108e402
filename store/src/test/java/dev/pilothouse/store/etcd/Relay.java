package dev.pilothouse.store.etcd;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;

/// Stands between a client and a member, and gives the client's connection up at the worst moment.
final class Relay implements AutoCloseable {
    /// GOAWAY (RFC 9113): no stream behind the first was looked at.
    private static final byte[] GO_AWAY = {0, 0, 8, 7, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0};

    private final ServerSocket door;
    private volatile int port;
    private final AtomicInteger generation = new AtomicInteger();

    /// @param port where the member is
    Relay(int port) {
        this.port = port;
        try {
            door = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.startVirtualThread(this::accept);
    }

    String endpoint() {
        return "http://127.0.0.1:" + door.getLocalPort();
    }

    /// Connections from now on lead there. Those of before end when the next byte comes on them, which goes nowhere.
    void turnTo(int other) {
        port = other;
        generation.incrementAndGet();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = door.accept();
                Socket member = new Socket(InetAddress.getLoopbackAddress(), port);
                int born = generation.get();
                Thread.startVirtualThread(() -> pump(client, member, born));
                Thread.startVirtualThread(() -> pump(member, client, Integer.MAX_VALUE));
            }
        } catch (IOException closed) {
            return;
        }
    }

    /// @param born the last generation that it is for
    private void pump(Socket from, Socket to, int born) {
        byte[] buffer = new byte[8_192];
        try (from;
                to;
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            for (int count = in.read(buffer); count > 0; count = in.read(buffer)) {
                if (born < generation.get()) {
                    from.getOutputStream().write(GO_AWAY);
                    return;
                }
                out.write(buffer, 0, count);
            }
        } catch (IOException ended) {
            return;
        }
    }

    @Override
    public void close() throws IOException {
        door.close();
    }
}
