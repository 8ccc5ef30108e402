package dev.pilothouse.apiserver.http;

import java.io.IOException;
import java.net.BindException;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import org.eclipse.jetty.alpn.server.ALPNServerConnectionFactory;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.http2.server.HTTP2ServerConnectionFactory;
import org.eclipse.jetty.io.WindowRateControl;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/// Serves HTTP/1.1 and HTTP/2 over TLS. Every request runs on a virtual thread of its own, so that a handler may block.
///
/// D1 Nothing is answered before [#open] and after [#close]; closing ends watches first, then waits a moment for answers
///    on their way.
/// D2 What a client can make the door hold is bounded: header bytes, streams of a connection, and the time for which a write
///    may wait for a client that doesn't read.
public final class HttpDoor implements AutoCloseable {
    /// Above the 8 KiB of a token with many groups, below what a header flood needs.
    private static final int HEADER_BYTES = 64 << 10;

    /// Answers are handed over in pieces of this size: lists are megabytes.
    private static final int OUTPUT_BYTES = 32 << 10;

    /// As many as upstream lets one connection have.
    private static final int STREAMS = 250;

    /// Pings, resets and settings that one connection may send in a second before it counts as an attack. A client that ends a
    /// hundred watches at once is none.
    private static final int CONTROL_FRAMES_PER_SECOND = 1_000;

    private static final Duration LAST_ANSWERS = Duration.ofSeconds(2);

    /// Selectors and the acceptor; requests themselves run on virtual threads.
    private static final int PLATFORM_THREADS = 8;

    private final Server server;
    private final ServerConnector connector;
    private final Answers answers;

    private HttpDoor(Server server, ServerConnector connector, Answers answers) {
        this.server = server;
        this.connector = connector;
        this.answers = answers;
    }

    /// Starts serving.
    ///
    /// @param address the local address to listen on
    /// @param port the port, or 0 for any free one
    /// @throws BindException when the port is taken or the address isn't this machine's
    public static HttpDoor open(Handler handler, Tls tls, String address, int port) throws IOException {
        return open(handler, tls, address, port, Patience.USUAL);
    }

    static HttpDoor open(Handler handler, Tls tls, String address, int port, Patience patience) throws IOException {
        QueuedThreadPool threads = new QueuedThreadPool(PLATFORM_THREADS, 2);
        threads.setName("http");
        threads.setDaemon(true);
        Executor requests = Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("request-", 0).factory());
        threads.setVirtualThreadsExecutor(requests);
        Server server = new Server(threads);
        ServerConnector connector = connector(server, tls, patience);
        connector.setHost(address);
        connector.setPort(port);
        server.addConnector(connector);
        Answers answers = new Answers(handler, new Sockets(server), patience, requests);
        server.setHandler(answers);
        server.setErrorHandler(new PlainErrors());
        server.setStopTimeout(0); // draining is ours: Jetty's would wait for clients to hang up
        try {
            server.start();
        } catch (Exception failure) {
            stop(server);
            throw asBindException(failure);
        }
        return new HttpDoor(server, connector, answers);
    }

    private static ServerConnector connector(Server server, Tls tls, Patience patience) {
        HttpConfiguration configuration = new HttpConfiguration();
        configuration.setSendServerVersion(false);
        configuration.setSendDateHeader(true);
        configuration.setRequestHeaderSize(HEADER_BYTES);
        configuration.setOutputBufferSize(OUTPUT_BYTES);
        // A request that is being answered may take its time: watches are quiet for hours.
        configuration.setIdleTimeout(0);
        configuration.setUriCompliance(UriCompliance.UNSAFE);
        configuration.setHttpCompliance(HttpCompliance.RFC7230);
        SecureRequestCustomizer secure = new SecureRequestCustomizer();
        secure.setSniHostCheck(false);
        configuration.addCustomizer(secure);
        HttpConnectionFactory http1 = new HttpConnectionFactory(configuration);
        HTTP2ServerConnectionFactory http2 = new HTTP2ServerConnectionFactory(configuration);
        http2.setMaxConcurrentStreams(STREAMS);
        http2.setStreamIdleTimeout(0);
        http2.setRateControlFactory(new WindowRateControl.Factory(CONTROL_FRAMES_PER_SECOND));
        ALPNServerConnectionFactory negotiation = new ALPNServerConnectionFactory();
        negotiation.setDefaultProtocol(HttpVersion.HTTP_1_1.asString());
        SslConnectionFactory ssl = new SslConnectionFactory(tls.factory(), negotiation.getProtocol());
        ServerConnector connector = new ServerConnector(server, 1, 1, ssl, negotiation, http2, http1);
        connector.setIdleTimeout(patience.idle().toMillis());
        connector.setShutdownIdleTimeout(-1);
        return connector;
    }

    /// The port that is listened on.
    public int port() {
        return connector.getLocalPort();
    }

    @Override
    public void close() {
        answers.drain(LAST_ANSWERS);
        stop(server);
    }

    private static void stop(Server server) {
        try {
            server.stop();
        } catch (Exception broken) {
            throw new IllegalStateException("the HTTP server didn't stop", broken);
        }
    }

    private static IOException asBindException(Exception failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof BindException bind) {
                return bind;
            }
        }
        return new IOException("the HTTP server didn't start: " + failure.getMessage(), failure);
    }
}
