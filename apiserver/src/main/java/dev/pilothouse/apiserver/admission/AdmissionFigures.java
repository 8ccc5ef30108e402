package dev.pilothouse.apiserver.admission;

import dev.pilothouse.api.metrics.Distribution;
import dev.pilothouse.api.metrics.Quantiles;
import dev.pilothouse.api.metrics.Series;
import dev.pilothouse.api.metrics.Sink;
import dev.pilothouse.api.metrics.Source;
import dev.pilothouse.apiserver.admission.AdmissionRequest.Operation;
import dev.pilothouse.apiserver.metrics.Families;
import java.util.Optional;
import java.util.function.BiFunction;

/// How long admission took, by plugin and by step. Safe for use by many threads.
final class AdmissionFigures implements Source {
    private static final double NANOS = 1e9;

    private final Series<Distribution> steps = Series.distributions(Families.ADMISSION_STEP);
    private final Series<Quantiles> ranks = Series.quantiles(Families.ADMISSION_STEP_RANKS);
    private final Series<Distribution> plugins = Series.distributions(Families.ADMISSION_CONTROLLER);

    /// The times of one plugin, or of all together, in one step.
    static final class Times {
        private final BiFunction<String, String, Distribution> lookup;
        private final BiFunction<String, String, Optional<Quantiles>> ranking;
        /// By operation and whether it was refused; what hasn't happened is missing. To look one up twice does no harm.
        private final Seen[] known = new Seen[2 * Operation.values().length];

        private record Seen(Distribution times, Optional<Quantiles> ranks) {}

        private Times(
                BiFunction<String, String, Distribution> lookup, BiFunction<String, String, Optional<Quantiles>> ranking) {
            this.lookup = lookup;
            this.ranking = ranking;
        }

        /// @param from in [System#nanoTime]
        void see(Operation operation, boolean refused, long from, long to) {
            int place = 2 * operation.ordinal() + (refused ? 1 : 0);
            Seen seen = known[place];
            if (seen == null) {
                String outcome = Boolean.toString(refused);
                seen = new Seen(lookup.apply(operation.name(), outcome), ranking.apply(operation.name(), outcome));
                known[place] = seen;
            }
            double seconds = (to - from) / NANOS;
            seen.times().see(seconds);
            if (seen.ranks().isPresent()) {
                seen.ranks().get().see(seconds, to);
            }
        }
    }

    /// Of all plugins together.
    Times of(String step) {
        return new Times(
                (operation, refused) -> steps.of(operation, refused, step),
                (operation, refused) -> Optional.of(ranks.of(operation, refused, step)));
    }

    Times of(AdmissionPlugin plugin, String step) {
        return new Times(
                (operation, refused) -> plugins.of(plugin.name(), operation, refused, step), (_, _) -> Optional.empty());
    }

    @Override
    public void tell(Sink sink) {
        steps.tell(sink);
        ranks.tell(sink);
        plugins.tell(sink);
    }
}
