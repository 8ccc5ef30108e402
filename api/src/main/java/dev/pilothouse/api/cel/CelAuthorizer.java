package dev.pilothouse.api.cel;

/// Answers whether the one who asks may do something. Handed in by whoever evaluates.
@FunctionalInterface
public interface CelAuthorizer {
    /// @param serviceAccount empty, or `namespace:name` of who would do it instead
    /// @param path empty for a question about a resource
    record Question(
            String serviceAccount,
            String path,
            String group,
            String resource,
            String subresource,
            String namespace,
            String name,
            String verb) {
        static final Question NONE = new Question("", "", "", "", "", "", "", "");
    }

    record Answer(boolean allowed, String reason) {}

    Answer ask(Question question);

    /// How far a question has been put together.
    record Step(CelAuthorizer authorizer, String kind, Question question) {
        String type() {
            return "kubernetes.authorization." + kind;
        }
    }

    /// What expressions know as `authorizer`.
    static Object value(CelAuthorizer authorizer) {
        return new Step(authorizer, "Authorizer", Question.NONE);
    }

    /// What expressions know as `authorizer.requestResource`.
    static Object value(CelAuthorizer authorizer, Question resource) {
        return new Step(authorizer, "ResourceCheck", resource);
    }

    /// The type of `authorizer`.
    CelType TYPE = new CelType.Opaque("kubernetes.authorization.Authorizer");
}
