package dev.pilothouse.apiserver.model;

import dev.pilothouse.api.tree.Json;
import dev.pilothouse.api.tree.MalformedJson;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import dev.pilothouse.apiserver.http.Handler;
import dev.pilothouse.apiserver.http.Headers;
import dev.pilothouse.apiserver.http.HttpRequest;
import dev.pilothouse.apiserver.http.HttpResponse;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Sends requests through the front door of one server, and reads the bytes that come back.
record Caller(Handler server, HttpRequest.Credential credential) {
    private static final String AS = ";as=%s;v=v1;g=meta.k8s.io,application/json";

    /// The shape of what is read.
    enum Shape {
        WHOLE("application/json", "application/json"),
        METADATA("PartialObjectMetadata", "PartialObjectMetadataList"),
        TABLE("Table", "Table");

        private final String one;
        private final String many;

        Shape(String one, String many) {
            this.one = one;
            this.many = many;
        }

        private String accept(boolean list) {
            return this == WHOLE ? one : "application/json" + AS.formatted(list ? many : one);
        }
    }

    record Answer(int status, ObjectTree content) {
        boolean isOk() {
            return status < 300;
        }

        ObjectTree metadata() {
            return content.object("metadata");
        }

        /// The objects of a list, or the rows of a table.
        List<ObjectTree> items() {
            String field = content.text("kind").equals(Sight.TABLE) ? "rows" : "items";
            return content.list(field).objects();
        }

        @Override
        public String toString() {
            return status + " " + Json.text(content);
        }
    }

    Answer get(String path, String query, Shape shape, boolean list) {
        return answer(handle("GET", path, query, shape.accept(list), "", Optional.empty()));
    }

    Answer write(String method, String path, String query, String contentType, ObjectTree body) {
        return answer(handle(method, path, query, Shape.WHOLE.accept(false), contentType, Optional.of(body)));
    }

    Answer delete(String path, String query) {
        return answer(handle("DELETE", path, query, Shape.WHOLE.accept(false), "", Optional.empty()));
    }

    /// An open watch, or the refusal.
    sealed interface Opened {
        record Open(Stream stream) implements Opened {}

        record Refused(Answer answer) implements Opened {}
    }

    Opened watch(String path, String query, Shape shape) {
        return switch (handle("GET", path, "watch=true&" + query, shape.accept(false), "", Optional.empty())) {
            case HttpResponse.Watching watching -> new Opened.Open(new Stream(watching));
            case HttpResponse.Whole whole -> new Opened.Refused(answer(whole));
        };
    }

    /// The frames of a watch, each by way of its bytes.
    record Stream(HttpResponse.Watching watching) {
        HttpResponse.Next next(Duration timeout) throws InterruptedException {
            return watching.frames().next(timeout);
        }

        ObjectTree read(HttpResponse.Frame frame) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            for (Json.Bytes part : watching.encoder().encode(frame)) {
                bytes.write(part.array(), part.offset(), part.length());
            }
            return parse(bytes.toByteArray());
        }

        void close() {
            watching.frames().close();
        }
    }

    private HttpResponse handle(
            String method, String path, String query, String accept, String contentType, Optional<ObjectTree> body) {
        Map<String, List<String>> headers = body.isPresent()
                ? Map.of("accept", List.of(accept), "content-type", List.of(contentType))
                : Map.of("accept", List.of(accept));
        return server.handle(new HttpRequest(
                method,
                path,
                query,
                new Headers(headers),
                body.<HttpRequest.Body>map(tree -> new HttpRequest.Body.Stream(new ByteArrayInputStream(Json.write(tree))))
                        .orElseGet(HttpRequest.Body.None::new),
                new HttpRequest.Peer.InProcess(credential)));
    }

    private static Answer answer(HttpResponse response) {
        HttpResponse.Whole whole = (HttpResponse.Whole) response;
        return new Answer(whole.status(), switch (whole.payload()) {
            case HttpResponse.Payload.Value(Tree tree, _) -> parse(Json.write(tree));
            case HttpResponse.Payload.Bytes(byte[] bytes) -> parse(bytes);
            case HttpResponse.Payload.Listed _ -> throw new IllegalStateException("protobuf for who asked for JSON");
        });
    }

    private static ObjectTree parse(byte[] bytes) {
        try {
            return Json.parse(bytes).asObject();
        } catch (MalformedJson e) {
            throw new IllegalStateException("an answer that is no JSON", e);
        }
    }
}
