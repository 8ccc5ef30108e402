package dev.pilothouse.apiserver.http;

import dev.pilothouse.apiserver.http.HttpRequest.Body;
import dev.pilothouse.apiserver.http.HttpRequest.Peer;
import java.io.IOException;
import java.io.InputStream;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Handler.Abstract;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Translates between Jetty's requests and ours, on the virtual thread of the request.
final class Answers extends Abstract {
    private static final Logger LOG = LoggerFactory.getLogger(Answers.class);

    /// As much of an unread body as Go's server reads before it gives the connection up.
    private static final long UNREAD_BYTES = 256 << 10;

    /// What follows these isn't a body unless its length is said.
    private static final Set<String> BODILESS = Set.of("GET", "CONNECT");

    private static final HttpResponse NOTHING_TO_SAY =
            HttpResponse.of(200, "", new HttpResponse.Payload.Bytes(new byte[0]));

    /// Bytes of an answer that keeps a core busy for more than a moment.
    private static final long LONG = 256 << 10;

    private static final Duration DRAIN_POLL = Duration.ofMillis(2);

    private final Handler handler;
    private final Sockets sockets;
    private final Patience patience;
    private final Executor threads;
    private final Executor longAnswers;
    private final Scheduler clock;
    private final Connections connections;
    private final Watches watches = new Watches();
    private final Turns turns = new Turns(Runtime.getRuntime().availableProcessors());
    private final AtomicInteger inFlight = new AtomicInteger();

    /// @param threads a virtual one for each task
    /// @param longAnswers writes those of [#LONG] bytes and more
    /// @param clock tells when deadlines are over
    Answers(
            Handler handler,
            Sockets sockets,
            Patience patience,
            Executor threads,
            Executor longAnswers,
            Scheduler clock,
            Connections connections) {
        this.handler = handler;
        this.sockets = sockets;
        this.patience = patience;
        this.threads = threads;
        this.longAnswers = longAnswers;
        this.clock = clock;
        this.connections = connections;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        inFlight.incrementAndGet();
        connections.begins(request);
        Callback done = Callback.from(callback, () -> {
            connections.ends(request);
            inFlight.decrementAndGet();
        });
        Exchange exchange = new Exchange(request, response, done, this::answerLate);
        if (Thread.currentThread().isVirtual()) {
            answer(exchange);
        } else {
            // Some ways lead here on one of the few threads that serve all connections, and an answer may block.
            threads.execute(() -> answer(exchange));
        }
        return true;
    }

    private void answer(Exchange exchange) {
        HttpResponse answer;
        HttpRequest translated = translate(exchange);
        try {
            answer = isAboutTheServer(translated) ? NOTHING_TO_SAY : handler.handle(translated);
        } catch (RuntimeException defect) {
            Request request = exchange.request();
            String path = request.getHttpURI().getPath();
            LOG.error("a request ended in a defect of ours: {} {}", request.getMethod(), path, defect);
            answer = HttpResponse.text(
                    HttpStatus.INTERNAL_SERVER_ERROR_500,
                    "This request caused apiserver to panic. Look in the logs for details.");
        }
        if (exchange.claim()) {
            finish(translated.body());
            give(answer, translated.headers(), exchange);
        } else if (answer instanceof HttpResponse.Watching watching) {
            watching.frames().close();
        }
    }

    /// `OPTIONS *` asks what the server can do, whatever the path (RFC 9110 §9.3.7): clients use it to see whether anybody is there.
    private static boolean isAboutTheServer(HttpRequest request) {
        return request.method().equals("OPTIONS") && request.path().equals("*");
    }

    private Scheduler.Task answerLate(Exchange exchange, Duration after, Supplier<HttpResponse> late) {
        return clock.schedule(
                () -> {
                    if (exchange.claimLate()) {
                        threads.execute(() -> give(late.get(), Headers.NONE, exchange));
                    }
                },
                after.toNanos(),
                TimeUnit.NANOSECONDS);
    }

    private void give(HttpResponse answer, Headers asked, Exchange exchange) {
        Request request = exchange.request();
        Response response = exchange.response();
        response.setStatus(answer.status());
        answer.headers().forEach((name, values) -> values.forEach(it -> response.getHeaders().add(name, it)));
        connections.head(request, response);
        switch (answer) {
            case HttpResponse.Whole whole -> {
                type(whole, response);
                Runnable sending = () -> send(whole, asked, response, exchange.callback());
                if (whole.payload().size() < LONG) {
                    sending.run();
                } else {
                    longAnswers.execute(sending);
                }
            }
            case HttpResponse.Watching watching ->
                SocketRequest.of(asked)
                        .ifPresentOrElse(
                                socket -> followBySocket(watching, isKnownOtherwise(request, asked) ? socket.withoutUse() : socket, exchange),
                                () -> {
                                    type(watching, response);
                                    follow(watching, request, response, exchange.callback());
                                });
        }
    }

    /// What goes through a socket has none: it is messages.
    private static void type(HttpResponse answer, Response response) {
        if (!answer.contentType().isEmpty()) {
            response.getHeaders().put(HttpHeader.CONTENT_TYPE, answer.contentType());
        }
    }

    /// Reads what nobody asked for of a body, so that the connection can be used again. A body longer than the bound, or one
    /// that breaks off, costs the connection.
    private static void finish(Body body) {
        if (body instanceof Body.Stream(InputStream rest)) {
            try (rest) {
                rest.skip(UNREAD_BYTES);
            } catch (IOException left) {
                LOG.debug("a client left before its body was read", left);
            }
        }
    }

    private void send(HttpResponse.Whole whole, Headers asked, Response response, Callback callback) {
        try {
            new Sending(response, patience.unread(), turns).send(whole, asked);
            callback.succeeded();
        } catch (IOException left) {
            callback.failed(left.getCause());
        }
    }

    /// Goes on without this thread.
    private void follow(HttpResponse.Watching watching, Request request, Response response, Callback callback) {
        HttpResponse.Frames frames = watching.frames();
        if (!watches.begins(frames)) {
            frames.close();
        }
        request.addFailureListener(_ -> frames.close());
        Callback ended = Callback.from(() -> watches.ends(frames), callback);
        WatchPump pump = WatchPump.of(request.getConnectionMetaData(), threads);
        new OpenWatch(pump, watching, response, patience.unread(), clock, ended).begin();
    }

    private static boolean isKnownOtherwise(Request request, Headers asked) {
        return !certificates(request).isEmpty() || asked.first("authorization").isPresent();
    }

    private void followBySocket(HttpResponse.Watching watching, SocketRequest asked, Exchange exchange) {
        HttpResponse.Frames frames = watching.frames();
        boolean begins = watches.begins(frames);
        inFlight.incrementAndGet();
        SocketWatch watch = new SocketWatch(watching, () -> {
            frames.close();
            watches.ends(frames);
            inFlight.decrementAndGet();
        });
        if (!sockets.open(exchange.request(), exchange.response(), exchange.callback(), asked.protocols(), watch)) {
            watch.end();
        } else if (!begins) {
            frames.close();
        }
    }

    /// Ends every watch in order and waits for what is being answered, and until nobody has spoken for a while: who had sent a
    /// request when it was told to go elsewhere is answered all the same.
    ///
    /// The silence is counted in looks and not by the clock, which goes on while a machine stands still and nobody can speak.
    void drain(ServingOptions.Shutdown shutdown, Duration silence) {
        long deadline = System.nanoTime() + shutdown.drain().toNanos();
        watches.end(shutdown.watchTerminationGracePeriod());
        long quiet = 0;
        long words = connections.words();
        while ((inFlight.get() > 0 || quiet < silence.dividedBy(DRAIN_POLL)) && System.nanoTime() < deadline) {
            LockSupport.parkNanos(DRAIN_POLL.toNanos());
            quiet = inFlight.get() > 0 || connections.words() != words ? 0 : quiet + 1;
            words = connections.words();
        }
    }

    private HttpRequest translate(Exchange exchange) {
        Request request = exchange.request();
        Map<String, List<String>> fields = new LinkedHashMap<>();
        for (HttpField field : request.getHeaders()) {
            fields.computeIfAbsent(field.getName(), _ -> new ArrayList<>()).add(field.getValue());
        }
        String query = request.getHttpURI().getQuery();
        boolean hasBody = request.getLength() != 0 && (request.getLength() > 0 || !BODILESS.contains(request.getMethod()));
        return new HttpRequest(
                request.getMethod(),
                path(request),
                query == null ? "" : query,
                new Headers(fields),
                hasBody ? new Body.Stream(new BodyStream(request, patience.body())) : new Body.None(),
                new Peer.Remote(Request.getRemoteAddr(request), certificates(request)),
                exchange);
    }

    /// Who asks for a way through to somebody else names no path.
    private static String path(Request request) {
        return request.getMethod().equals("CONNECT") ? "" : request.getHttpURI().getPath();
    }

    private static List<X509Certificate> certificates(Request request) {
        return request.getAttribute(EndPoint.SslSessionData.ATTRIBUTE) instanceof EndPoint.SslSessionData session
                        && session.peerCertificates() != null
                ? List.of(session.peerCertificates())
                : List.of();
    }
}
