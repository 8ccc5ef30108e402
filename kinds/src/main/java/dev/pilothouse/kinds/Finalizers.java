package dev.pilothouse.kinds;

import dev.pilothouse.api.meta.NameRules;
import dev.pilothouse.kinds.rules.Place;
import java.util.Set;

/// Names of finalizers, where a name without a domain must be one of Kubernetes' own.
public final class Finalizers {
    private static final Set<String> STANDARD = Set.of("kubernetes", "orphan", "foregroundDeletion");

    private Finalizers() {}

    /// Checks a finalizer of a namespace.
    ///
    /// @param report where to report, which is not always where the finalizer stands
    public static void check(Place finalizer, Place report) {
        report.invalidEach(finalizer.text(), NameRules.qualifiedName(finalizer.text()));
        checkStandard(finalizer, report);
    }

    /// Checks the finalizers in the metadata of an object.
    static void checkMetadata(Place object) {
        object.at("metadata", "finalizers").each(finalizer -> checkStandard(finalizer, finalizer));
    }

    private static void checkStandard(Place finalizer, Place report) {
        String name = finalizer.text();
        if (name.indexOf('/') < 0 && !STANDARD.contains(name)) {
            report.invalid(name, "name is neither a standard finalizer name nor is it fully qualified");
        }
    }
}
