package dev.pilothouse.apiserver.admission.podsecurity;

import java.util.Locale;
import java.util.Optional;

/// How much a pod is forbidden, in rising order.
public enum Level {
    PRIVILEGED,
    BASELINE,
    RESTRICTED;

    static Optional<Level> of(String text) {
        for (Level level : values()) {
            if (level.toString().equals(text)) {
                return Optional.of(level);
            }
        }
        return Optional.empty();
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
