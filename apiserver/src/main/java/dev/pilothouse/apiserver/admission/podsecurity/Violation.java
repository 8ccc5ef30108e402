package dev.pilothouse.apiserver.admission.podsecurity;

import java.util.List;
import java.util.stream.Collectors;

/// One standard that a pod doesn't keep.
public record Violation(String reason, String detail) {

    /// What is said of a pod: every standard that it doesn't keep, and how.
    public static String described(List<Violation> violations) {
        return violations.stream()
                .map(each -> each.reason() + " (" + each.detail() + ")")
                .collect(Collectors.joining(", "));
    }

    /// The same in short.
    public static String reasons(List<Violation> violations) {
        return violations.stream().map(Violation::reason).collect(Collectors.joining(", "));
    }
}
