package dev.pilothouse.client;

import dev.pilothouse.api.meta.ApiError;
import dev.pilothouse.api.tree.Json;
import dev.pilothouse.api.tree.MalformedJson;
import dev.pilothouse.api.tree.Tree;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLContext;

/// Calls an API server over the network: HTTP/2 where the server speaks it, else HTTP/1.1.
public final class HttpTransport implements Transport, AutoCloseable {
    private static final Duration CONNECT = Duration.ofSeconds(10);

    /// How long an answer may take: upstream's servers give up on a request after a minute.
    private static final Duration ANSWER = Duration.ofSeconds(70);

    private final HttpClient client;
    private final URI server;
    private final LoopFigures figures;
    private final String host;
    private final String agent;
    private final BearerToken token;
    private final Executor executor;

    /// @param server scheme, host and port
    /// @param tls whom to believe and how to prove who calls, as [Credentials] makes it
    /// @param agent who speaks; the server owns written fields by this name
    /// @param executor reads the events of watches, a thread for each
    public HttpTransport(URI server, SSLContext tls, String agent, Executor executor) {
        this(server, tls, agent, executor, new LoopFigures());
    }

    /// @param figures what requests are counted in
    public HttpTransport(URI server, SSLContext tls, String agent, Executor executor, LoopFigures figures) {
        this(server, client(tls), agent, BearerToken.NONE, executor, figures);
    }

    private HttpTransport(
            URI server, HttpClient client, String agent, BearerToken token, Executor executor, LoopFigures figures) {
        this.figures = figures;
        this.host = server.getAuthority();
        this.server = server;
        this.client = client;
        this.agent = agent;
        this.token = token;
        this.executor = executor;
    }

    private static HttpClient client(SSLContext tls) {
        return HttpClient.newBuilder().sslContext(tls).connectTimeout(CONNECT).build();
    }

    /// The same connection for somebody who proves himself with a token. Closing one closes both.
    public HttpTransport with(BearerToken other) {
        return new HttpTransport(server, client, agent, other, executor, figures);
    }

    @Override
    public Answer send(Call call) {
        HttpResponse<byte[]> answer =
                exchange(request(call).timeout(ANSWER).build(), BodyHandlers.ofByteArray());
        figures.received(host, call.method(), answer.body().length);
        return new Answer(answer.statusCode(), parse(answer.body()));
    }

    @Override
    public Events watch(Call call) {
        HttpResponse<InputStream> answer = exchange(request(call).build(), BodyHandlers.ofInputStream());
        if (answer.statusCode() == 200) {
            return HttpEvents.reading(answer.body(), executor);
        }
        try (InputStream refusal = answer.body()) {
            throw new Answer(answer.statusCode(), parse(refusal.readAllBytes())).refusal();
        } catch (IOException broken) {
            throw unreachable(broken);
        }
    }

    private <T> HttpResponse<T> exchange(HttpRequest request, BodyHandler<T> handler) {
        long began = System.nanoTime();
        try {
            HttpResponse<T> answer = client.send(request, handler);
            figures.answered(host, request.method(), answer.statusCode(), began);
            return answer;
        } catch (IOException broken) {
            figures.failed(host, request.method(), began);
            throw unreachable(broken);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw ApiError.serviceUnavailable("interrupted while waiting for " + server);
        }
    }

    private ApiError unreachable(IOException broken) {
        return ApiError.serviceUnavailable(server + " can't be reached: " + broken);
    }

    private HttpRequest.Builder request(Call call) {
        String target = server + call.path() + (call.query().isEmpty() ? "" : "?" + call.query());
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(target))
                .header("accept", "application/json")
                .header("user-agent", agent);
        token.now().ifPresent(now -> request.header("authorization", "Bearer " + now));
        if (call.body().isAbsent()) {
            return request.method(call.method(), BodyPublishers.noBody());
        }
        Json.Bytes json = Json.bytes(call.body());
        figures.sent(host, call.method(), json.length());
        return request.header("content-type", call.contentType())
                .method(call.method(), BodyPublishers.ofByteArray(json.array(), json.offset(), json.length()));
    }

    private static Tree parse(byte[] content) {
        try {
            return Json.parse(content);
        } catch (MalformedJson text) {
            return Tree.of(new String(content, StandardCharsets.UTF_8));
        }
    }

    /// Ends everything that is under way.
    @Override
    public void close() {
        client.shutdownNow();
    }
}
