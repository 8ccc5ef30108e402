package dev.pilothouse.kinds.apps;

import dev.pilothouse.api.meta.ObjectMeta;
import dev.pilothouse.api.tree.ObjectTree;

/// How often a DaemonSet's template changed.
final class TemplateGeneration {
    private static final String ANNOTATION = "deprecated.daemonset.template.generation";

    private TemplateGeneration() {}

    /// Zero if the set doesn't say, or says what is no number.
    static long of(ObjectTree set) {
        try {
            return Long.parseLong(ObjectMeta.annotation(set, ANNOTATION));
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    static boolean isAbsent(ObjectTree set) {
        return !ObjectMeta.annotations(set).has(ANNOTATION);
    }

    static ObjectTree without(ObjectTree set) {
        return ObjectMeta.withoutAnnotation(set, ANNOTATION);
    }

    static ObjectTree with(ObjectTree set, long generation) {
        return ObjectMeta.withAnnotation(set, ANNOTATION, Long.toString(generation));
    }
}
