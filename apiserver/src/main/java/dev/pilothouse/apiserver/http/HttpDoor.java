package dev.pilothouse.apiserver.http;

import java.io.IOException;
import java.net.BindException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.random.RandomGenerator;
import org.eclipse.jetty.alpn.server.ALPNServerConnectionFactory;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.http2.server.HTTP2ServerConnectionFactory;
import org.eclipse.jetty.io.WindowRateControl;
import org.eclipse.jetty.io.ssl.SslHandshakeListener;
import org.eclipse.jetty.server.DetectorConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.Scheduler;

/// Serves HTTP/1.1 and HTTP/2 over TLS. Every request runs on a virtual thread of its own, so that a handler may block.
///
/// D1 Nothing is answered before [#open] and after [#close]; closing ends watches first, then waits for answers on their way.
/// D2 What a client can make the door hold is bounded: header bytes, streams of a connection, and the time for which a write
///    may wait for a client that doesn't read.
public final class HttpDoor implements AutoCloseable {
    /// As many as Go's server takes.
    private static final int HEADER_BYTES = 1 << 20;

    /// Answers are handed over in pieces of this size: lists are megabytes.
    private static final int OUTPUT_BYTES = 32 << 10;

    /// As many as upstream lets one connection have.
    private static final int STREAMS = 250;

    /// Pings, resets and settings that one connection may send in a second before it counts as an attack. A client that ends a
    /// hundred watches at once is none.
    private static final int CONTROL_FRAMES_PER_SECOND = 1_000;

    /// A request may name another host in its first line than in its fields, as one on its way through a proxy does: the line
    /// counts (RFC 9112 §3.2.2).
    private static final HttpCompliance COMPLIANCE =
            HttpCompliance.RFC7230.with("ONE_HOST_OR_TWO", HttpCompliance.Violation.MISMATCHED_AUTHORITY);

    /// Who was told to go elsewhere while a request of its was on the way has said it within this time. As long as Go's server waits.
    private static final Duration LAST_WORDS = Duration.ofSeconds(1);

    /// How often slow clients are looked for.
    private static final Duration LOOK = Duration.ofSeconds(1);

    private final Server server;
    private final ServerConnector connector;
    private final Answers answers;
    private final Connections connections;
    private final ServingOptions.Shutdown shutdown;

    private HttpDoor(
            Server server,
            ServerConnector connector,
            Answers answers,
            Connections connections,
            ServingOptions.Shutdown shutdown) {
        this.server = server;
        this.connector = connector;
        this.answers = answers;
        this.connections = connections;
        this.shutdown = shutdown;
    }

    /// Starts serving.
    ///
    /// @param address the local address to listen on
    /// @param port the port, or 0 for any free one
    /// @param random decides whose connection ends
    /// @throws BindException when the port is taken or the address isn't this machine's
    public static HttpDoor open(
            Handler handler, Tls tls, String address, int port, ServingOptions options, RandomGenerator random)
            throws IOException {
        return open(DoorFrame.make(), handler, tls, address, port, options, random, new LongAdder());
    }

    /// @param frame of no other door
    /// @param brokenHandshakes counts connections that end in their TLS handshake
    public static HttpDoor open(
            DoorFrame frame,
            Handler handler,
            Tls tls,
            String address,
            int port,
            ServingOptions options,
            RandomGenerator random,
            LongAdder brokenHandshakes)
            throws IOException {
        return open(frame, handler, tls, address, port, options, random, Patience.of(options), brokenHandshakes);
    }

    static HttpDoor open(
            DoorFrame frame,
            Handler handler,
            Tls tls,
            String address,
            int port,
            ServingOptions options,
            RandomGenerator random,
            Patience patience,
            LongAdder brokenHandshakes)
            throws IOException {
        Server server = frame.server();
        ServerConnector connector =
                connector(server, tls.factory(frame.encryption(), options.tls()), patience, brokenHandshakes);
        connector.setHost(address);
        connector.setPort(port);
        server.addConnector(connector);
        connector.addBean(new SslHandshakeListener() {
            @Override
            public void handshakeFailed(Event event, Throwable failure) {
                brokenHandshakes.increment();
            }
        });
        SlowHeaders slow = new SlowHeaders(patience.header());
        connector.addBean(slow);
        Connections connections = new Connections(options.goawayChance(), random, slow);
        Answers answers = new Answers(
                handler,
                new Sockets(server),
                patience,
                frame.requests(),
                frame.longAnswers(),
                connector.getScheduler(),
                connections);
        server.setHandler(answers);
        server.setErrorHandler(new PlainErrors());
        server.setStopTimeout(0); // draining is ours: Jetty's would wait for clients to hang up
        try {
            server.start();
        } catch (Exception failure) {
            stop(server);
            throw asBindException(failure);
        }
        keepLooking(slow, connector.getScheduler());
        return new HttpDoor(server, connector, answers, connections, options.shutdown());
    }

    private static void keepLooking(SlowHeaders slow, Scheduler clock) {
        clock.schedule(
                () -> {
                    slow.look();
                    keepLooking(slow, clock);
                },
                LOOK.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    private static ServerConnector connector(
            Server server, SslContextFactory.Server tls, Patience patience, LongAdder brokenHandshakes) {
        HttpConfiguration configuration = new HttpConfiguration();
        configuration.setSendServerVersion(false);
        configuration.setSendDateHeader(true);
        configuration.setRequestHeaderSize(HEADER_BYTES);
        // Or else a connection would take a field for an earlier one that differs from it in case alone.
        configuration.setHeaderCacheCaseSensitive(true);
        configuration.setOutputBufferSize(OUTPUT_BYTES);
        // A request that is being answered may take its time: watches are quiet for hours.
        configuration.setIdleTimeout(0);
        configuration.setUriCompliance(UriCompliance.UNSAFE);
        configuration.setHttpCompliance(COMPLIANCE);
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
        SslConnectionFactory ssl = new SslConnectionFactory(tls, negotiation.getProtocol());
        // What isn't plain HTTP goes on with what comes next, which is TLS.
        DetectorConnectionFactory plain = new DetectorConnectionFactory(new PlainHttp(brokenHandshakes));
        ServerConnector connector = new ServerConnector(server, 1, 1, plain, ssl, negotiation, http2, http1);
        connector.setIdleTimeout(patience.idle().toMillis());
        connector.setShutdownIdleTimeout(-1);
        return connector;
    }

    /// The port that is listened on.
    public int port() {
        return connector.getLocalPort();
    }

    /// Takes leave of clients as [ServingOptions.Shutdown] says, all but its delay, and ends.
    @Override
    public void close() {
        if (!shutdown.sendRetryAfter()) {
            connector.close(); // only the socket that is listened on
        }
        connections.leave(connector);
        answers.drain(shutdown, shutdown.delay().compareTo(LAST_WORDS) < 0 ? shutdown.delay() : LAST_WORDS);
        connections.end(connector);
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
