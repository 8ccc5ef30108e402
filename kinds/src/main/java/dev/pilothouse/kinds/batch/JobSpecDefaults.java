package dev.pilothouse.kinds.batch;

import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.kinds.core.pod.PodTemplate;
import dev.pilothouse.kinds.rules.Fill;

/// Defaults of a job.
final class JobSpecDefaults {
    private static final long BACKOFF_LIMIT = 6;

    private JobSpecDefaults() {}

    static ObjectTree of(ObjectTree spec) {
        ObjectTree filled = spec;
        if (filled.get("completions").isNull() && filled.get("parallelism").isNull()) {
            filled = filled.with("completions", 1).with("parallelism", 1);
        }
        filled = Fill.missing(filled, "parallelism", 1);
        // A limit for each index makes the limit for all of them one that is never reached.
        boolean perIndex = !filled.get("backoffLimitPerIndex").isNull();
        filled = Fill.missing(filled, "backoffLimit", perIndex ? Integer.MAX_VALUE : BACKOFF_LIMIT);
        filled = Fill.missing(filled, "completionMode", "NonIndexed");
        filled = Fill.missing(filled, "suspend", false);
        boolean policed = !filled.get("podFailurePolicy").isNull();
        filled = Fill.missing(filled, "podReplacementPolicy", policed ? "Failed" : "TerminatingOrFailed");
        return PodTemplate.defaultsIn(failurePolicy(filled));
    }

    static ObjectTree failurePolicy(ObjectTree spec) {
        return Fill.inside(
                spec,
                "podFailurePolicy",
                policy -> Fill.each(
                        policy,
                        "rules",
                        rule -> Fill.each(
                                rule, "onPodConditions", condition -> Fill.text(condition, "status", "True"))));
    }
}
