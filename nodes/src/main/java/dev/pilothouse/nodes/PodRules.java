package dev.pilothouse.nodes;

import dev.pilothouse.api.meta.ObjectMeta;
import dev.pilothouse.api.tree.ObjectTree;
import java.time.Duration;
import java.util.Optional;

/// How a simulated pod behaves. A pod chooses by annotations:
///
/// | annotation | meaning | default |
/// |---|---|---|
/// | `pilothouse.dev/start-after` | time from its arrival until it runs | at once |
/// | `pilothouse.dev/ready-after` | time from there until it is ready; `never` | at once |
/// | `pilothouse.dev/exit-after` | time from the start until its containers end; `never` | `never`, or at once for a Job's pod |
/// | `pilothouse.dev/exit-code` | how they end | 0 |
///
/// Times are ISO 8601 durations (`PT2S`) or whole seconds (`2`).
///
/// @param readyAfter empty: never
/// @param exitAfter empty: never
record PodRules(Duration startAfter, Optional<Duration> readyAfter, Optional<Duration> exitAfter, int exitCode) {
    private static final String PREFIX = "pilothouse.dev/";

    /// How long a job's work takes where nobody says.
    private static final Duration JOB_WORK = Duration.ofSeconds(1);

    static PodRules of(ObjectTree pod) {
        boolean job = ObjectMeta.of(pod).list("ownerReferences").objects().stream()
                .anyMatch(owner -> owner.text("kind").equals("Job"));
        return new PodRules(
                duration(pod, "start-after").orElse(Duration.ZERO),
                isNever(pod, "ready-after")
                        ? Optional.empty()
                        : Optional.of(duration(pod, "ready-after").orElse(Duration.ZERO)),
                isNever(pod, "exit-after")
                        ? Optional.empty()
                        : duration(pod, "exit-after").or(() -> job ? Optional.of(JOB_WORK) : Optional.empty()),
                number(ObjectMeta.annotation(pod, PREFIX + "exit-code")));
    }

    private static boolean isNever(ObjectTree pod, String rule) {
        return ObjectMeta.annotation(pod, PREFIX + rule).equals("never");
    }

    private static Optional<Duration> duration(ObjectTree pod, String rule) {
        String text = ObjectMeta.annotation(pod, PREFIX + rule);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(text.startsWith("P") ? Duration.parse(text) : Duration.ofSeconds(Long.parseLong(text)));
        } catch (java.time.format.DateTimeParseException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static int number(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
