package dev.pilothouse.app.serving;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;

/// Hands on connections, as a balancer on layer 4 does: each to one of the servers that said last time that they are ready.
/// Connections that are open stay where they are.
final class Balancer implements AutoCloseable {
    /// Between two questions to a server.
    private static final Duration PROBE = Duration.ofMillis(100);

    private static final int CHUNK_BYTES = 16 << 10;

    private final ServerSocket socket = new ServerSocket(0, 1_000, InetAddress.getLoopbackAddress());
    private final Set<Integer> ready = ConcurrentHashMap.newKeySet();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger turn = new AtomicInteger();
    private final SSLContext tls;
    private volatile boolean closed;

    /// @param tls believes the servers
    Balancer(SSLContext tls, List<Integer> servers) throws IOException {
        this.tls = tls;
        for (int port : servers) {
            Thread.ofVirtual().name("probe-" + port).start(() -> probe(port));
        }
        Thread.ofVirtual().name("balancer").start(this::accept);
    }

    int port() {
        return socket.getLocalPort();
    }

    boolean isReady(int server) {
        return ready.contains(server);
    }

    private void probe(int server) {
        while (!closed) {
            // A client for each question: one that keeps its connection would never see that nobody listens any more.
            try (HttpClient client = HttpClient.newBuilder().sslContext(tls).connectTimeout(Duration.ofSeconds(1)).build()) {
                HttpRequest question = HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + server + "/readyz"))
                        .timeout(Duration.ofSeconds(5))
                        .build();
                boolean yes = client.send(question, BodyHandlers.discarding()).statusCode() == 200;
                var _ = yes ? ready.add(server) : ready.remove(server);
                Thread.sleep(PROBE);
            } catch (IOException gone) {
                ready.remove(server);
            } catch (InterruptedException stop) {
                return;
            }
        }
    }

    private void accept() {
        while (!closed) {
            try {
                Socket client = socket.accept();
                Thread.ofVirtual().start(() -> handOn(client));
            } catch (IOException over) {
                return;
            }
        }
    }

    private void handOn(Socket client) {
        List<Integer> servers = ready.stream().sorted().toList();
        if (servers.isEmpty()) {
            close(client);
            return;
        }
        int server = servers.get(Math.floorMod(turn.getAndIncrement(), servers.size()));
        Socket behind = new Socket();
        open.add(client);
        open.add(behind);
        try {
            behind.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server), 1_000);
            client.setTcpNoDelay(true);
            behind.setTcpNoDelay(true);
        } catch (IOException refused) {
            close(client);
            return;
        }
        Thread back = Thread.ofVirtual().start(() -> pump(behind, client));
        pump(client, behind);
        try {
            back.join();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
        close(client);
        close(behind);
    }

    /// An end on one side becomes an end on the other one, and what was sent before arrives.
    private static void pump(Socket from, Socket to) {
        byte[] chunk = new byte[CHUNK_BYTES];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
                out.write(chunk, 0, read);
            }
            to.shutdownOutput();
        } catch (IOException broken) {
            close(from);
            close(to);
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    @Override
    public void close() throws IOException {
        closed = true;
        socket.close();
        open.forEach(Balancer::close);
    }
}
