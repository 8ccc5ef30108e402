package dev.pilothouse.apiserver.admission;

import dev.pilothouse.api.metrics.Source;
import dev.pilothouse.api.tree.ObjectTree;

/// One rule of admission. Refuses by throwing an [dev.pilothouse.api.meta.ApiError].
public interface AdmissionPlugin {

    /// The name by which flags and messages know it.
    String name();

    /// The object, completed. Runs before validation.
    default ObjectTree mutate(AdmissionRequest request) {
        return request.object();
    }

    /// Looks at the object as it is going to be stored.
    default void review(AdmissionRequest request) {}

    /// What it counts of its own.
    default Source source() {
        return _ -> {};
    }
}
