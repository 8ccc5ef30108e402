package dev.pilothouse.apiserver.metrics;

import dev.pilothouse.api.metrics.Family;
import dev.pilothouse.api.metrics.Sink;
import dev.pilothouse.api.metrics.Source;
import java.util.List;

/// What is to be said of the metrics themselves, and of what this server doesn't do.
///
/// @param families those that are told of by all sources
public record Registered(List<Family> families) implements Source {
    public Registered {
        families = List.copyOf(families);
    }

    /// Of everything that the API server tells.
    public static Registered all() {
        return new Registered(Families.all());
    }

    @Override
    public void tell(Sink sink) {
        for (Family.Stability stability : List.of(Family.Stability.ALPHA, Family.Stability.BETA, Family.Stability.STABLE)) {
            long count = families.stream().filter(family -> family.stability() == stability).count();
            sink.value(Families.REGISTERED, count, "", stability.name());
        }
        List.of(Families.HIDDEN, Families.DISABLED, Families.CARDINALITY, Families.AUDIT_EVENTS, Families.AUDIT_REJECTED)
                .forEach(never -> sink.value(never, 0));
    }
}
