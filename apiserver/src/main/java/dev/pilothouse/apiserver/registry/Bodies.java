package dev.pilothouse.apiserver.registry;

import dev.pilothouse.api.apply.ManagedFields;
import dev.pilothouse.api.meta.ApiError;
import dev.pilothouse.api.protobuf.MalformedProtobuf;
import dev.pilothouse.api.protobuf.Protobuf;
import dev.pilothouse.api.schema.GroupVersionKind;
import dev.pilothouse.api.schema.TypeSchema;
import dev.pilothouse.api.tree.Json;
import dev.pilothouse.api.tree.MalformedJson;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import dev.pilothouse.api.yaml.MalformedYaml;
import dev.pilothouse.api.yaml.Yaml;
import dev.pilothouse.apiserver.http.HttpRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/// Reads what clients send.
public final class Bodies {
    /// How much of an unreadable body its refusal repeats.
    private static final int SUMMARY_BYTES = 30;

    private static final List<String> ACCEPTED =
            List.of("application/json", "application/yaml", "application/vnd.kubernetes.protobuf");

    private static final String WITHOUT_MESSAGE =
            "object *unstructured.Unstructured does not implement the protobuf marshalling interface and cannot be encoded to a"
                    + " protobuf message";

    /// The largest body (upstream's `MaxRequestBodyBytes`).
    public static final int LIMIT_BYTES = 3 * 1024 * 1024;

    /// Room for a body of unknown length at first.
    private static final int FIRST_BYTES = 1024;

    private Bodies() {}

    /// The bytes of the body; none is an empty array.
    public static byte[] bytes(HttpRequest request) {
        return switch (request.body()) {
            case HttpRequest.Body.None _ -> new byte[0];
            case HttpRequest.Body.Value(Tree tree) -> Json.write(tree);
            case HttpRequest.Body.Stream(var in) -> {
                try {
                    byte[] bytes = read(in, announced(request));
                    if (bytes.length > LIMIT_BYTES) {
                        throw ApiError.tooLarge("limit is " + LIMIT_BYTES);
                    }
                    yield bytes;
                } catch (InterruptedIOException late) {
                    throw ApiError.timeout("request did not complete within the allotted timeout", 0);
                } catch (IOException e) {
                    throw ApiError.badRequest("the body of the request could not be read: " + e.getMessage());
                }
            }
        };
    }

    /// How many bytes the client says that it sends; a body in pieces doesn't tell.
    private static int announced(HttpRequest request) {
        return request.headers()
                .first("content-length")
                .filter(it -> it.length() < 9 && it.chars().allMatch(Character::isDigit))
                .map(Integer::parseInt)
                .orElse(0);
    }

    /// One byte more than the limit at most. Bodies are mostly small, and not every client tells how small.
    private static byte[] read(InputStream in, int announced) throws IOException {
        byte[] bytes = new byte[Math.clamp(announced + 1L, FIRST_BYTES, LIMIT_BYTES + 1)];
        int length = 0;
        while (true) {
            int count = in.read(bytes, length, bytes.length - length);
            if (count < 0 || length + count > LIMIT_BYTES) {
                return Arrays.copyOf(bytes, length + Math.max(0, count));
            }
            length += count;
            if (length == bytes.length) {
                bytes = Arrays.copyOf(bytes, (int) Math.min(LIMIT_BYTES + 1L, bytes.length * 2L));
            }
        }
    }

    /// The media type of the body without its parameters, in lower case.
    public static String mediaType(HttpRequest request) {
        String type = request.headers().first("content-type").orElse("");
        int semicolon = type.indexOf(';');
        return (semicolon < 0 ? type : type.substring(0, semicolon)).strip().toLowerCase(Locale.ROOT);
    }

    /// A value and the fields that it had twice.
    private record Parsed(Tree tree, List<String> duplicates) {}

    /// Decodes a body that holds an object of this kind.
    public static ObjectTree object(
            HttpRequest request, GroupVersionKind kind, TypeSchema schema, Operation operation) {
        return object(request, kind, new TypedReading(kind, schema), operation);
    }

    /// Decodes a body that holds an object of this resource's kind.
    public static ObjectTree object(
            HttpRequest request, GroupVersionKind kind, ObjectReading reading, Operation operation) {
        if (request.body() instanceof HttpRequest.Body.Value(Tree tree)) {
            return typed(new Parsed(tree, List.of()), kind, reading, operation);
        }
        String type = mediaType(request);
        if (!type.isEmpty() && !ACCEPTED.contains(type)) {
            throw ApiError.unsupportedMediaType(ACCEPTED);
        }
        byte[] bytes = bytes(request);
        Parsed parsed =
                switch (type) {
                    case "application/yaml" -> yaml(bytes, kind);
                    case "application/vnd.kubernetes.protobuf" ->
                        protobuf(
                                bytes,
                                kind,
                                reading,
                                reading.type().orElseThrow(() -> unreadable(kind, WITHOUT_MESSAGE, bytes)));
                    default -> json(bytes, kind);
                };
        TypeMeta.problem(parsed.tree()).ifPresent(why -> {
            throw unreadable(kind, why, bytes);
        });
        boolean named = !parsed.tree().asObject().text("kind").isEmpty();
        if (!named && reading.judgesKindLater()) {
            String sent = new String(bytes, StandardCharsets.UTF_8);
            throw unreadable(kind, "Object 'Kind' is missing in '" + sent + "'", bytes);
        }
        return typed(parsed, kind, reading, operation);
    }

    private static Parsed json(byte[] bytes, GroupVersionKind kind) {
        try {
            Json.Parsed parsed = Json.parseNotingDuplicates(bytes);
            return new Parsed(parsed.tree(), parsed.duplicates());
        } catch (MalformedJson e) {
            throw unreadable(kind, "couldn't get version/kind; json parse error: " + e.getMessage(), bytes);
        }
    }

    private static Parsed yaml(byte[] bytes, GroupVersionKind kind) {
        try {
            Yaml.Parsed parsed = Yaml.parseNotingDuplicates(bytes);
            return new Parsed(parsed.tree(), parsed.duplicates());
        } catch (MalformedYaml e) {
            throw unreadable(kind, e.getMessage(), bytes);
        }
    }

    private static Parsed protobuf(
            byte[] bytes, GroupVersionKind kind, ObjectReading reading, TypeSchema schema) {
        try {
            Protobuf.Envelope envelope = Protobuf.open(bytes);
            // Only a message of the right kind can be read as one.
            reading.checkKind(ObjectTree.builder()
                    .put("apiVersion", envelope.apiVersion())
                    .put("kind", envelope.kind())
                    .build());
            return new Parsed(Protobuf.read(envelope, schema), List.of());
        } catch (MalformedProtobuf e) {
            throw unreadable(kind, e.getMessage(), bytes);
        }
    }

    private static ApiError unreadable(GroupVersionKind kind, String why, byte[] bytes) {
        return ApiError.badRequest("the object provided is unrecognized (must be of type " + kind.kind() + "): " + why
                + " (" + summary(bytes) + ")");
    }

    /// The beginning of a body that couldn't be read: as text where it looks like JSON, else in hexadecimal digits.
    private static String summary(byte[] bytes) {
        if (bytes.length == 0) {
            return "<empty>";
        }
        int shown = Math.min(bytes.length, SUMMARY_BYTES);
        String text = bytes[0] == '{'
                ? new String(bytes, 0, shown, StandardCharsets.UTF_8)
                : HexFormat.of().formatHex(bytes, 0, shown);
        return shown < bytes.length ? text + " ..." : text;
    }

    private static ObjectTree typed(
            Parsed parsed, GroupVersionKind kind, ObjectReading reading, Operation operation) {
        ObjectTree sent = parsed.tree().asObject();
        reading.checkKind(sent);
        List<String> unknown = new ArrayList<>();
        ObjectTree object;
        try {
            object = ManagedFields.keepingReset(sent, reading.read(sent, unknown));
        } catch (ObjectReading.Unreadable e) {
            throw ApiError.badRequest(kind.kind() + " in version \"" + kind.version() + "\" cannot be handled as a "
                    + kind.kind() + ": " + e.getMessage());
        }
        List<String> findings = new ArrayList<>();
        parsed.duplicates().forEach(path -> findings.add("duplicate field \"" + path + "\""));
        unknown.forEach(path -> findings.add("unknown field \"" + path + "\""));
        report(findings, kind, operation);
        return object;
    }

    private static void report(List<String> findings, GroupVersionKind kind, Operation operation) {
        switch (operation.strictness()) {
            case IGNORE -> {}
            case WARN -> operation.warnings().addAll(findings);
            case STRICT -> {
                if (!findings.isEmpty()) {
                    throw ApiError.badRequest(kind.kind() + " in version \"" + kind.version()
                            + "\" cannot be handled as a " + kind.kind() + ": strict decoding error: "
                            + String.join(", ", findings));
                }
            }
        }
    }
}
