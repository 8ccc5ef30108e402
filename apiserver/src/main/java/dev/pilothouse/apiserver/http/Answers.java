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
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Handler.Abstract;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Translates between Jetty's requests and ours, on the virtual thread of the request.
final class Answers extends Abstract {
    private static final Logger LOG = LoggerFactory.getLogger(Answers.class);

    /// As much of an unread body as Go's server reads before it gives the connection up.
    private static final long UNREAD_BYTES = 256 << 10;

    private static final Duration DRAIN_POLL = Duration.ofMillis(2);

    /// What each open watch adds to the time between two writes of one: about what a write costs.
    private static final Duration PACE_OF_A_WATCH = Duration.ofNanos(25_000);

    /// However many watches there are, nobody waits longer for what has happened.
    private static final Duration SLOWEST_PACE = Duration.ofMillis(50);

    /// Below this a pause costs more than it saves.
    private static final Duration QUICKEST_PACE = Duration.ofMillis(1);

    private final Handler handler;
    private final Sockets sockets;
    private final Patience patience;
    private final Executor threads;
    private final AtomicInteger inFlight = new AtomicInteger();
    private final Set<HttpResponse.Frames> watches = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /// @param threads a virtual one for each task
    Answers(Handler handler, Sockets sockets, Patience patience, Executor threads) {
        this.handler = handler;
        this.sockets = sockets;
        this.patience = patience;
        this.threads = threads;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        inFlight.incrementAndGet();
        Callback done = Callback.from(callback, inFlight::decrementAndGet);
        if (Thread.currentThread().isVirtual()) {
            answer(request, response, done);
        } else {
            // Some ways lead here on one of the few threads that serve all connections, and an answer may block.
            threads.execute(() -> answer(request, response, done));
        }
        return true;
    }

    private void answer(Request request, Response response, Callback callback) {
        HttpResponse answer;
        HttpRequest translated = translate(request);
        try {
            answer = handler.handle(translated);
        } catch (RuntimeException defect) {
            String path = request.getHttpURI().getPath();
            LOG.error("a request ended in a defect of ours: {} {}", request.getMethod(), path, defect);
            answer = HttpResponse.text(
                    HttpStatus.INTERNAL_SERVER_ERROR_500,
                    "This request caused apiserver to panic. Look in the logs for details.");
        }
        finish(translated.body());
        response.setStatus(answer.status());
        answer.headers().forEach((name, values) -> values.forEach(it -> response.getHeaders().add(name, it)));
        if (!answer.contentType().isEmpty()) {
            response.getHeaders().put(HttpHeader.CONTENT_TYPE, answer.contentType());
        }
        switch (answer) {
            case HttpResponse.Whole whole -> send(whole, translated.headers(), response, callback);
            case HttpResponse.Watching watching when Sockets.wanted(request) ->
                followBySocket(watching, request, response, callback);
            case HttpResponse.Watching watching -> follow(watching, request, response, callback);
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
            new Sending(response, patience.unread()).send(whole, asked);
            callback.succeeded();
        } catch (IOException left) {
            callback.failed(left.getCause());
        }
    }

    private void follow(HttpResponse.Watching watching, Request request, Response response, Callback callback) {
        HttpResponse.Frames frames = watching.frames();
        watches.add(frames);
        request.addFailureListener(_ -> frames.close());
        try (frames) {
            if (!closed) {
                new WatchPump(watching, response, patience.unread(), this::pace).run();
            }
            callback.succeeded();
        } catch (Writing.ClientLeft left) {
            callback.failed(left.getCause());
        } finally {
            watches.remove(frames);
        }
    }

    private Duration pace() {
        Duration pace = PACE_OF_A_WATCH.multipliedBy(watches.size());
        if (pace.compareTo(QUICKEST_PACE) < 0) {
            return Duration.ZERO;
        }
        return pace.compareTo(SLOWEST_PACE) > 0 ? SLOWEST_PACE : pace;
    }

    private void followBySocket(
            HttpResponse.Watching watching, Request request, Response response, Callback callback) {
        HttpResponse.Frames frames = watching.frames();
        watches.add(frames);
        inFlight.incrementAndGet();
        SocketWatch watch = new SocketWatch(watching, () -> {
            frames.close();
            watches.remove(frames);
            inFlight.decrementAndGet();
        });
        if (!sockets.open(request, response, callback, watch)) {
            watch.end();
        } else if (closed) {
            frames.close();
        }
    }

    /// Ends every watch in order, so that clients read the end of a stream and not a broken connection, and waits for what
    /// is being answered.
    void drain(Duration patience) {
        closed = true;
        watches.forEach(HttpResponse.Frames::close);
        long deadline = System.nanoTime() + patience.toNanos();
        while (inFlight.get() > 0 && System.nanoTime() < deadline) {
            LockSupport.parkNanos(DRAIN_POLL.toNanos());
        }
    }

    private HttpRequest translate(Request request) {
        Map<String, List<String>> fields = new LinkedHashMap<>();
        for (HttpField field : request.getHeaders()) {
            fields.computeIfAbsent(field.getName(), _ -> new ArrayList<>()).add(field.getValue());
        }
        String query = request.getHttpURI().getQuery();
        boolean hasBody = request.getLength() != 0 && (request.getLength() > 0 || !request.getMethod().equals("GET"));
        return new HttpRequest(
                request.getMethod(),
                request.getHttpURI().getPath(),
                query == null ? "" : query,
                new Headers(fields),
                hasBody ? new Body.Stream(new BodyStream(request, patience.body())) : new Body.None(),
                new Peer.Remote(Request.getRemoteAddr(request), certificates(request)));
    }

    private static List<X509Certificate> certificates(Request request) {
        return request.getAttribute(EndPoint.SslSessionData.ATTRIBUTE) instanceof EndPoint.SslSessionData session
                        && session.peerCertificates() != null
                ? List.of(session.peerCertificates())
                : List.of();
    }
}
