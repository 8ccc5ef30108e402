package dev.pilothouse.api.apply;

import dev.pilothouse.api.meta.GoText;

/// Whose fields an entry of `managedFields` holds. One that applies is the same whatever API version it applies in.
///
/// @param apiVersion empty for one that applies
/// @param subresource empty for the object itself
record Manager(String name, Operation operation, String apiVersion, String subresource) {
    enum Operation {
        APPLY("Apply"),
        UPDATE("Update");

        private final String text;

        Operation(String text) {
            this.text = text;
        }

        String text() {
            return text;
        }
    }

    static final String UNKNOWN = "unknown";

    static Manager applying(String name, String subresource) {
        return new Manager(name.isEmpty() ? UNKNOWN : name, Operation.APPLY, "", subresource);
    }

    static Manager updating(String name, String apiVersion, String subresource) {
        return new Manager(name.isEmpty() ? UNKNOWN : name, Operation.UPDATE, apiVersion, subresource);
    }

    /// The manager as conflict messages show it.
    String show() {
        String shown = GoText.quote(name);
        if (!subresource.isEmpty()) {
            shown += " with subresource " + GoText.quote(subresource);
        }
        return operation == Operation.UPDATE ? shown + " using " + apiVersion : shown;
    }
}
