package dev.pilothouse.apiserver.metrics;

import static dev.pilothouse.api.metrics.Family.counter;
import static dev.pilothouse.api.metrics.Family.histogram;

import dev.pilothouse.api.metrics.Family;
import java.util.List;

/// The families of rules that objects must follow: expressions, and what pods may do.
public final class RuleFamilies {
    private static final double[] DURATIONS = {0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10};

    public static final Family COMPILATIONS = histogram(
            "apiserver_cel_compilation_duration_seconds", "How long expressions took to be read and checked, in seconds.", DURATIONS);
    public static final Family EVALUATIONS = histogram(
            "apiserver_cel_evaluation_duration_seconds", "How long expressions took to come to a value, in seconds.", DURATIONS);
    public static final Family POD_SECURITY = counter(
            "pod_security_evaluations_total",
            "Pods that were held against a level: all that were enforced, and what was warned of.",
            "decision", "mode", "policy_level", "policy_version", "request_operation", "resource", "subresource");

    private RuleFamilies() {}

    public static List<Family> all() {
        return List.of(COMPILATIONS, EVALUATIONS, POD_SECURITY);
    }
}
