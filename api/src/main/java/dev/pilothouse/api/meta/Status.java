package dev.pilothouse.api.meta;

import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import java.util.List;

/// How a request ended, as clients see it: a view of a `v1` `Status`.
public record Status(ObjectTree tree) {
    public static final String UNKNOWN = "";
    public static final String UNAUTHORIZED = "Unauthorized";
    public static final String FORBIDDEN = "Forbidden";
    public static final String NOT_FOUND = "NotFound";
    public static final String ALREADY_EXISTS = "AlreadyExists";
    public static final String CONFLICT = "Conflict";
    public static final String GONE = "Gone";
    public static final String EXPIRED = "Expired";
    public static final String INVALID = "Invalid";
    public static final String SERVER_TIMEOUT = "ServerTimeout";
    public static final String TIMEOUT = "Timeout";
    public static final String TOO_MANY_REQUESTS = "TooManyRequests";
    public static final String BAD_REQUEST = "BadRequest";
    public static final String METHOD_NOT_ALLOWED = "MethodNotAllowed";
    public static final String NOT_ACCEPTABLE = "NotAcceptable";
    public static final String REQUEST_ENTITY_TOO_LARGE = "RequestEntityTooLarge";
    public static final String UNSUPPORTED_MEDIA_TYPE = "UnsupportedMediaType";
    public static final String INTERNAL_ERROR = "InternalError";
    public static final String SERVICE_UNAVAILABLE = "ServiceUnavailable";
    public static final String STORE_READ_ERROR = "StorageReadError";

    private static final ObjectTree ENVELOPE = ObjectTree.builder()
            .put("apiVersion", "v1")
            .put("kind", "Status")
            .put("metadata", ObjectTree.EMPTY)
            .build();

    static Status failure(int code, String reason, String message) {
        ObjectTree tree = ENVELOPE.with("status", "Failure").with("message", message).with("code", code);
        return new Status(reason.isEmpty() ? tree : tree.with("reason", reason));
    }

    /// The answer to a request that succeeded and has no object to show.
    public static Status success() {
        return new Status(ENVELOPE.with("status", "Success"));
    }

    /// The answer to a deletion: names what was deleted.
    public static Status deleted(GroupResource resource, String name, String uid) {
        return success().withDetails(details(resource.group(), resource.resource(), name)
                .put("uid", uid)
                .build());
    }

    /// Details with empty texts left out.
    static ObjectTree.Builder details(String group, String kind, String name) {
        ObjectTree.Builder details = ObjectTree.builder();
        put(details, "group", group);
        put(details, "kind", kind);
        put(details, "name", name);
        return details;
    }

    /// An entry of `details.causes`; empty texts are left out.
    static ObjectTree cause(String reason, String message, String field) {
        ObjectTree.Builder cause = ObjectTree.builder();
        put(cause, "reason", reason);
        put(cause, "message", message);
        put(cause, "field", field);
        return cause.build();
    }

    private static void put(ObjectTree.Builder into, String name, String text) {
        if (!text.isEmpty()) {
            into.put(name, text);
        }
    }

    Status withDetails(ObjectTree details) {
        return new Status(tree.with("details", details));
    }

    Status withCauses(List<ObjectTree> causes) {
        return causes.isEmpty()
                ? this
                : new Status(tree.withAt(ListTree.of(causes), "details", "causes"));
    }

    Status withRetryAfter(int seconds) {
        return seconds == 0
                ? this
                : new Status(tree.withAt(Tree.of(seconds), "details", "retryAfterSeconds"));
    }

    public boolean isSuccess() {
        return tree.text("status").equals("Success");
    }

    public int code() {
        return tree.get("code").asInt();
    }

    /// One of the constants of this type, or a word of another server.
    public String reason() {
        return tree.text("reason");
    }

    public String message() {
        return tree.text("message");
    }

    public ObjectTree details() {
        return tree.object("details");
    }

    /// Zero where the server names no delay.
    public int retryAfterSeconds() {
        return details().get("retryAfterSeconds").asInt();
    }
}
