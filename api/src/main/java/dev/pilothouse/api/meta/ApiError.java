package dev.pilothouse.api.meta;

import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import java.util.List;

/// Ends a request with a `Status`. Made by named factories alone, so that code, reason, message and details always
/// fit together (API conventions, "Response Status Kind").
///
/// It is an answer and no failure of the program: it carries no stack trace, and costs little to throw.
public final class ApiError extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Status status;

    private ApiError(Status status) {
        super(status.message(), null, false, false);
        this.status = status;
    }

    /// An error that another server answered with.
    public static ApiError of(Status status) {
        return new ApiError(status);
    }

    private static ApiError of(int code, String reason, String message) {
        return new ApiError(Status.failure(code, reason, message));
    }

    private static ApiError of(int code, String reason, GroupResource of, String name, String message) {
        return new ApiError(Status.failure(code, reason, message)
                .withDetails(
                        Status.details(of.group(), of.resource(), name).build()));
    }

    public Status status() {
        return status;
    }

    public int code() {
        return status.code();
    }

    public String reason() {
        return status.reason();
    }

    public boolean is(String reason) {
        return status.reason().equals(reason);
    }

    public static ApiError notFound(GroupResource of, String name) {
        return of(404, Status.NOT_FOUND, of, name, of + " " + GoText.quote(name) + " not found");
    }

    public static ApiError alreadyExists(GroupResource of, String name) {
        return of(409, Status.ALREADY_EXISTS, of, name, of + " " + GoText.quote(name) + " already exists");
    }

    /// The name is free as soon as the object that has it, and is to go, has gone.
    public static ApiError stillThere(GroupResource of, String name) {
        return of(
                409,
                Status.ALREADY_EXISTS,
                of,
                name,
                "object is being deleted: " + of + " " + GoText.quote(name) + " already exists");
    }

    /// Every generated name of a bounded number of attempts was taken.
    public static ApiError generateNameConflict(GroupResource of, String name, int retryAfterSeconds) {
        String message = of + " " + GoText.quote(name)
                + " already exists, the server was not able to generate a unique name for the object";
        return new ApiError(of(409, Status.ALREADY_EXISTS, of, name, message)
                .status
                .withRetryAfter(retryAfterSeconds));
    }

    public static ApiError conflict(GroupResource of, String name, String why) {
        return of(
                409,
                Status.CONFLICT,
                of,
                name,
                "Operation cannot be fulfilled on " + of + " " + GoText.quote(name) + ": " + why);
    }

    /// Fields of an applied configuration belong to other managers.
    ///
    /// @param causes one [ApplyCause] a field
    public static ApiError applyConflict(List<ApplyCause> causes, String message) {
        return new ApiError(Status.failure(409, Status.CONFLICT, message)
                .withDetails(ObjectTree.EMPTY)
                .withCauses(causes.stream().map(ApplyCause::tree).toList()));
    }

    /// A field that is owned by somebody else.
    public record ApplyCause(String message, String field) {
        private ObjectTree tree() {
            return Status.cause("FieldManagerConflict", message, field);
        }
    }

    public static ApiError invalid(GroupKind kind, String name, List<FieldError> errors) {
        String message = kind + " " + GoText.quote(name) + " is invalid";
        String full = errors.isEmpty() ? message : message + ": " + Problems.aggregate(errors);
        return new ApiError(Status.failure(422, Status.INVALID, full)
                .withDetails(
                        Status.details(kind.group(), kind.kind(), name).build())
                .withCauses(errors.stream().map(FieldError::cause).toList()));
    }

    public static ApiError badRequest(String message) {
        return of(400, Status.BAD_REQUEST, message);
    }

    /// @param why ends the message; the name may be empty
    public static ApiError forbidden(GroupResource of, String name, String why) {
        String subject = of.isEmpty()
                ? "forbidden: "
                : name.isEmpty() ? of + " is forbidden: " : of + " " + GoText.quote(name) + " is forbidden: ";
        return of(403, Status.FORBIDDEN, of, name, subject + why);
    }

    /// A refusal by a rule that the cluster's owner wrote.
    ///
    /// @param reason one of `Forbidden`, `Invalid`, `RequestEntityTooLarge`, `Unauthorized`
    /// @param why ends the message, and is its cause
    public static ApiError refusedByPolicy(GroupResource of, String name, String reason, String why) {
        int code = switch (reason) {
            case Status.FORBIDDEN -> 403;
            case Status.UNAUTHORIZED -> 401;
            case Status.REQUEST_ENTITY_TOO_LARGE -> 413;
            default -> 422;
        };
        String subject = forbidden(of, name, "").status().message();
        return byPolicy(code, reason, of, name, subject + why, why);
    }

    private static ApiError byPolicy(
            int code, String reason, GroupResource of, String name, String message, String cause) {
        ObjectTree details = Status.details(of.group(), of.resource(), name)
                .put("causes", ListTree.of(Status.cause("", cause, "")))
                .build();
        return new ApiError(Status.failure(code, reason, message).withDetails(details));
    }

    /// A change by a rule of the cluster's owner that can't be made.
    public static ApiError failedPolicy(GroupResource of, String name, String why) {
        return byPolicy(403, Status.INVALID, of, name, why, why);
    }

    public static ApiError unauthorized(String message) {
        return of(401, Status.UNAUTHORIZED, message.isEmpty() ? "not authorized" : message);
    }

    public static ApiError methodNotSupported(GroupResource of, String action) {
        return of(
                405,
                Status.METHOD_NOT_ALLOWED,
                of,
                "",
                action + " is not supported on resources of kind " + GoText.quote(of.toString()));
    }

    /// The same in other words.
    public static ApiError methodNotSupported(GroupResource of, String action, String message) {
        return of(405, Status.METHOD_NOT_ALLOWED, of, "", message);
    }

    public static ApiError notAcceptable(List<String> accepted) {
        return of(
                406,
                Status.NOT_ACCEPTABLE,
                accepted.isEmpty()
                        ? "no acceptable media type"
                        : "only the following media types are accepted: " + String.join(", ", accepted));
    }

    /// The client takes this in no shape that it has.
    public static ApiError notAcceptable(String message) {
        return of(406, Status.NOT_ACCEPTABLE, message);
    }

    public static ApiError unsupportedMediaType(List<String> accepted) {
        return of(
                415,
                Status.UNSUPPORTED_MEDIA_TYPE,
                "the body of the request was in an unknown format - accepted media types include: "
                        + String.join(", ", accepted));
    }

    public static ApiError tooLarge(String message) {
        return of(413, Status.REQUEST_ENTITY_TOO_LARGE, "Request entity too large: " + message);
    }

    public static ApiError gone(String message) {
        return of(410, Status.GONE, message);
    }

    /// The resource version or the continue token is older than what is kept.
    public static ApiError expired(String message) {
        return of(410, Status.EXPIRED, message);
    }

    /// The operation didn't finish in time, and may still be going on.
    public static ApiError timeout(String message, int retryAfterSeconds) {
        return new ApiError(Status.failure(504, Status.TIMEOUT, "Timeout: " + message)
                .withDetails(ObjectTree.EMPTY)
                .withRetryAfter(retryAfterSeconds));
    }

    /// A passing failure inside the server: the client should try again.
    public static ApiError serverTimeout(GroupResource of, String operation, int retryAfterSeconds) {
        String message = "The " + operation + " operation against " + of
                + " could not be completed at this time, please try again.";
        return new ApiError(of(500, Status.SERVER_TIMEOUT, of, operation, message)
                .status
                .withRetryAfter(retryAfterSeconds));
    }

    /// @param message shown as it is
    public static ApiError tooManyRequests(String message, int retryAfterSeconds) {
        return new ApiError(Status.failure(429, Status.TOO_MANY_REQUESTS, message)
                .withDetails(ObjectTree.EMPTY)
                .withRetryAfter(retryAfterSeconds));
    }

    /// An eviction that a disruption budget doesn't allow now.
    ///
    /// @param retryAfterSeconds 0 when nobody knows how long to wait
    public static ApiError overDisruptionBudget(String why, int retryAfterSeconds) {
        return new ApiError(Status.failure(
                        429,
                        Status.TOO_MANY_REQUESTS,
                        "Cannot evict pod as it would violate the pod's disruption budget.")
                .withDetails(ObjectTree.EMPTY)
                .withRetryAfter(retryAfterSeconds)
                .withCauses(List.of(Status.cause("DisruptionBudget", why, ""))));
    }

    public static ApiError serviceUnavailable(String message) {
        return of(503, Status.SERVICE_UNAVAILABLE, message);
    }

    public static ApiError internal(String message) {
        return new ApiError(Status.failure(500, Status.INTERNAL_ERROR, "Internal error occurred: " + message)
                .withDetails(ObjectTree.EMPTY)
                .withCauses(List.of(Status.cause("", message, ""))));
    }

    /// A failure that upstream never gave a reason: clients see the message alone, with the code of a server error.
    public static ApiError unclassified(String message) {
        return of(500, Status.UNKNOWN, message);
    }

    /// The time that a request gave itself was over first.
    public static ApiError outOfTime() {
        return of(500, Status.INTERNAL_ERROR, "context deadline exceeded");
    }

    /// A patch that can't be carried out on the object. The words are those of a generic answer; what exactly went
    /// wrong is not shown.
    public static ApiError unprocessable() {
        return new ApiError(Status.failure(
                        422, Status.INVALID, "the server rejected our request due to an error in our request")
                .withDetails(ObjectTree.EMPTY));
    }

    /// No route leads to the path that was asked for.
    public static ApiError noSuchPath() {
        return new ApiError(Status.failure(404, Status.NOT_FOUND, "the server could not find the requested resource")
                .withDetails(ObjectTree.EMPTY));
    }


    /// What a client makes of an answer that is no `Status`.
    ///
    /// @param text that was answered
    public static ApiError answered(int code, String text) {
        String reason =
                switch (code) {
                    case 401 -> Status.UNAUTHORIZED;
                    case 403 -> Status.FORBIDDEN;
                    case 404 -> Status.NOT_FOUND;
                    case 405 -> Status.METHOD_NOT_ALLOWED;
                    case 409 -> Status.CONFLICT;
                    default -> "";
                };
        return new ApiError(Status.failure(code, reason, text));
    }

    /// The path is served, but not with this method.
    public static ApiError methodNotAllowed() {
        return new ApiError(Status.failure(
                        405,
                        Status.METHOD_NOT_ALLOWED,
                        "the server does not allow this method on the requested resource")
                .withDetails(ObjectTree.EMPTY));
    }

    /// The path takes no body of this media type.
    public static ApiError unroutedMediaType(String message) {
        return new ApiError(
                Status.failure(415, Status.UNSUPPORTED_MEDIA_TYPE, message).withDetails(ObjectTree.EMPTY));
    }

    /// The path has no answer in a media type that the client takes.
    public static ApiError unroutedAccept(String message) {
        return new ApiError(Status.failure(406, Status.NOT_ACCEPTABLE, message).withDetails(ObjectTree.EMPTY));
    }

    /// A resource version was asked for that has not come yet.
    public static ApiError tooLargeResourceVersion(String asked, long current) {
        return new ApiError(tooLarge(asked, current).withRetryAfter(1));
    }

    /// The same of what is looked up where it is stored: waiting wouldn't help.
    public static ApiError neverSeenResourceVersion(String asked, long current) {
        return new ApiError(tooLarge(asked, current));
    }

    private static Status tooLarge(String asked, long current) {
        return Status.failure(
                        504, Status.TIMEOUT, "Timeout: Too large resource version: " + asked + ", current: " + current)
                .withDetails(ObjectTree.EMPTY)
                .withCauses(
                        List.of(Status.cause("ResourceVersionTooLarge", "Too large resource version", "")));
    }

    /// A page's revision is forgotten; the token in the answer goes on without consistency.
    public static ApiError expiredContinue(String inconsistentToken) {
        Status status = Status.failure(
                410,
                Status.EXPIRED,
                "The provided continue parameter is too old to display a consistent list result. You can start a new"
                        + " list without the continue parameter, or use the continue token in this response to"
                        + " retrieve the remainder of the results. Continuing with the provided token results in an"
                        + " inconsistent list - objects that were created, modified, or deleted between the time the"
                        + " first chunk was returned and now may show up in the list.");
        return new ApiError(new Status(
                status.tree().with("metadata", ObjectTree.of("continue", Tree.of(inconsistentToken)))));
    }

    /// A patch in a form that is not known for the resource.
    public static ApiError unsupportedPatch(List<String> accepted) {
        return new ApiError(Status.failure(
                        415,
                        Status.UNSUPPORTED_MEDIA_TYPE,
                        "the body of the request was in an unknown format - accepted media types include: "
                                + String.join(", ", accepted))
                .withDetails(ObjectTree.EMPTY));
    }

    /// What a patch makes of an object doesn't fit its kind. Upstream names neither the kind nor the object here.
    ///
    /// @param shown what is shown as the offending value: the patch, or what it made of the object
    public static ApiError invalidPatch(String shown, String why) {
        return invalid(
                new GroupKind("", ""), "", List.of(FieldError.invalid(FieldPath.of("patch"), Tree.of(shown), why)));
    }

    /// Something was to be created in a namespace that is going away.
    public static ApiError namespaceTerminating(GroupResource of, String name, String namespace) {
        ApiError refused = forbidden(
                of,
                name,
                "unable to create new content in namespace " + namespace + " because it is being terminated");
        return new ApiError(refused.status.withCauses(List.of(Status.cause(
                "NamespaceTerminating", "namespace " + namespace + " is being terminated", "metadata.namespace"))));
    }
}
