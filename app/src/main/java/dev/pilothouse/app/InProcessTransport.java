package dev.pilothouse.app;

import dev.pilothouse.api.tree.Json;
import dev.pilothouse.api.tree.MalformedJson;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import dev.pilothouse.apiserver.http.Handler;
import dev.pilothouse.apiserver.http.Headers;
import dev.pilothouse.apiserver.http.HttpRequest;
import dev.pilothouse.apiserver.http.HttpResponse;
import dev.pilothouse.client.Transport;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// Calls the API server of the same process. Saves bytes and copies, never checks: the request walks the same rooms as one from
/// the network.
final class InProcessTransport implements Transport {
    private final Handler server;
    private final HttpRequest.Peer peer;
    private final String agent;

    /// @param agent who speaks; the server owns written fields by this name
    InProcessTransport(Handler server, HttpRequest.Credential credential, String agent) {
        this.server = server;
        this.peer = new HttpRequest.Peer.InProcess(credential);
        this.agent = agent;
    }

    @Override
    public Answer send(Call call) {
        return switch (server.handle(request(call))) {
            case HttpResponse.Whole whole -> new Answer(whole.status(), content(whole));
            case HttpResponse.Watching watching -> {
                watching.frames().close();
                throw new IllegalArgumentException("a watch is opened with watch(): " + call.path());
            }
        };
    }

    @Override
    public Events watch(Call call) {
        return switch (server.handle(request(call))) {
            case HttpResponse.Watching watching -> new FrameEvents(watching.frames());
            case HttpResponse.Whole refused -> throw new Answer(refused.status(), content(refused)).refusal();
        };
    }

    private HttpRequest request(Call call) {
        boolean hasBody = !call.body().isAbsent();
        Headers headers = new Headers(Map.of(
                "accept", List.of("application/json"),
                "user-agent", List.of(agent),
                "content-type", hasBody ? List.of(call.contentType()) : List.of()));
        HttpRequest.Body body = hasBody ? new HttpRequest.Body.Value(call.body()) : new HttpRequest.Body.None();
        return new HttpRequest(call.method(), call.path(), call.query(), headers, body, peer);
    }

    private static Tree content(HttpResponse.Whole whole) {
        return switch (whole.payload()) {
            case HttpResponse.Payload.Value(Tree tree, _) -> tree;
            case HttpResponse.Payload.Bytes(byte[] bytes) -> parse(bytes);
            case HttpResponse.Payload.Listed _ -> throw new IllegalStateException("protobuf for who asked for JSON");
        };
    }

    private static Tree parse(byte[] bytes) {
        try {
            return Json.parse(bytes);
        } catch (MalformedJson text) {
            return Tree.of(new String(bytes, StandardCharsets.UTF_8));
        }
    }

    /// The server's frames as a client's events.
    private record FrameEvents(HttpResponse.Frames frames) implements Events {
        @Override
        public Next next(Duration timeout) throws InterruptedException {
            return switch (frames.next(timeout)) {
                case HttpResponse.Next.Event(HttpResponse.Frame(String type, ObjectTree object)) ->
                    new Next.Event(type, object);
                case HttpResponse.Next.Nothing _ -> new Next.Nothing();
                case HttpResponse.Next.End _ -> new Next.End();
            };
        }

        @Override
        public void close() {
            frames.close();
        }
    }
}
