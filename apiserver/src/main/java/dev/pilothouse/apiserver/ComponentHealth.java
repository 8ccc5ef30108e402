package dev.pilothouse.apiserver;

import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.ObjectTree;

/// What came of asking a component how it is.
///
/// @param message what it said
/// @param error why there was no asking it; empty when there was
public record ComponentHealth(boolean healthy, String message, String error) {

    /// It says that it is well.
    public static ComponentHealth well() {
        return new ComponentHealth(true, "ok", "");
    }

    /// It said otherwise, or nothing.
    public static ComponentHealth unwell(String message) {
        return new ComponentHealth(false, message, "");
    }

    /// Nobody could be asked.
    public static ComponentHealth failed(String error) {
        return new ComponentHealth(false, "", error);
    }

    /// The object of the API that says so.
    ObjectTree status(String name) {
        ObjectTree condition = ObjectTree.EMPTY.with("type", "Healthy").with("status", healthy ? "True" : "False");
        if (!message.isEmpty()) {
            condition = condition.with("message", message);
        }
        if (!error.isEmpty()) {
            condition = condition.with("error", error);
        }
        return ObjectTree.builder()
                .put("kind", "ComponentStatus")
                .put("apiVersion", "v1")
                .put("metadata", ObjectTree.EMPTY.with("name", name))
                .put("conditions", ListTree.of(condition))
                .build();
    }
}
