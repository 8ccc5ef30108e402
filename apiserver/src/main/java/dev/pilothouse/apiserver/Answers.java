package dev.pilothouse.apiserver;

import dev.pilothouse.api.meta.Status;
import dev.pilothouse.api.protobuf.Protobuf;
import dev.pilothouse.api.schema.Schemas;
import dev.pilothouse.api.schema.TypeSchema;
import dev.pilothouse.api.tree.Json;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.yaml.Yaml;
import dev.pilothouse.apiserver.http.HttpRequest;
import dev.pilothouse.apiserver.http.HttpResponse;
import dev.pilothouse.apiserver.request.Form;
import dev.pilothouse.apiserver.request.Negotiation;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Puts what was read or written into the form that the client accepts.
final class Answers {
    private Answers() {}

    static HttpResponse.Whole object(int status, ObjectTree object, Form form) {
        return switch (form.encoding()) {
            case JSON -> HttpResponse.json(status, object);
            // What has no message stays JSON.
            case PROTOBUF -> Protobuf.typeOf(object, Schemas.builtIn())
                    .map(type -> HttpResponse.of(
                            status,
                            Form.Encoding.PROTOBUF.mediaType(),
                            new HttpResponse.Payload.Bytes(Protobuf.write(object, type))))
                    .orElseGet(() -> HttpResponse.json(status, object));
            case YAML ->
                new HttpResponse.Whole(
                        status,
                        Map.of(),
                        "application/yaml",
                        new HttpResponse.Payload.Bytes(Yaml.write(object).getBytes(StandardCharsets.UTF_8)));
        };
    }

    /// A refusal, in the encoding that the client takes refusals in. One who takes them in none gets JSON all the same, laid out
    /// for people: what went wrong counts more than how it is said.
    static HttpResponse.Whole error(Status status, HttpRequest asked) {
        HttpResponse.Whole answer = Negotiation.form(asked, Negotiation.Found.PAGE)
                .map(form -> object(status.code(), status.tree(), form))
                .orElseGet(() -> HttpResponse.of(
                        status.code(),
                        Form.Encoding.JSON.mediaType(),
                        new HttpResponse.Payload.Bytes(Json.indented(status.tree()))));
        int retryAfter = status.retryAfterSeconds();
        return retryAfter > 0 ? answer.withHeader("Retry-After", Integer.toString(retryAfter)) : answer;
    }

    /// A list in protobuf, around the messages of its items.
    ///
    /// @param list without items
    static HttpResponse.Whole listInProtobuf(ObjectTree list, List<byte[]> items) {
        TypeSchema type = Protobuf.typeOf(list, Schemas.builtIn()).orElseThrow();
        return HttpResponse.of(
                200,
                Form.Encoding.PROTOBUF.mediaType(),
                new HttpResponse.Payload.Listed(Protobuf.list(list, type, items)));
    }

    /// An answer in JSON laid out for people; any other stays as it is.
    static HttpResponse indented(HttpResponse answer) {
        return answer instanceof HttpResponse.Whole whole && whole.payload() instanceof HttpResponse.Payload.Value(var tree, _)
                ? new HttpResponse.Whole(
                        whole.status(),
                        whole.headers(),
                        whole.contentType(),
                        new HttpResponse.Payload.Bytes(Json.indented(tree)))
                : answer;
    }

    /// The content type of a watch in this form.
    static String watchType(Form form) {
        return form.encoding() == Form.Encoding.PROTOBUF
                ? Form.Encoding.PROTOBUF.mediaType() + ";stream=watch"
                : "application/json";
    }

    /// The bytes of a watch event.
    static List<Json.Bytes> frame(HttpResponse.Frame frame, Form form) {
        if (form.encoding() == Form.Encoding.PROTOBUF) {
            Optional<TypeSchema> type = Protobuf.typeOf(frame.object(), Schemas.builtIn());
            if (type.isPresent()) {
                byte[] bytes = Protobuf.frame(frame.type(), frame.object(), type.get());
                return List.of(new Json.Bytes(bytes, 0, bytes.length));
            }
        }
        return json(frame);
    }

    /// In JSON: around the object's own bytes.
    private static List<Json.Bytes> json(HttpResponse.Frame frame) {
        byte[] head = ("{\"type\":\"" + frame.type() + "\",\"object\":").getBytes(StandardCharsets.US_ASCII);
        return List.of(new Json.Bytes(head, 0, head.length), Json.bytes(frame.object()), FRAME_END);
    }

    private static final Json.Bytes FRAME_END = new Json.Bytes(new byte[] {'}', '\n'}, 0, 2);
}
