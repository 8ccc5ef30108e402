package dev.pilothouse.apiserver.admission;

import dev.pilothouse.api.metrics.Distribution;
import dev.pilothouse.api.metrics.Series;
import dev.pilothouse.api.metrics.Sink;
import dev.pilothouse.api.metrics.Source;
import dev.pilothouse.apiserver.admission.AdmissionRequest.Operation;
import dev.pilothouse.apiserver.metrics.Families;
import java.util.function.BiFunction;

/// How long admission took, by plugin and by step. Safe for use by many threads.
final class AdmissionFigures implements Source {
    private static final double NANOS = 1e9;

    private final Series<Distribution> steps = Series.distributions(Families.ADMISSION_STEP);
    private final Series<Distribution> plugins = Series.distributions(Families.ADMISSION_CONTROLLER);

    /// The times of one plugin, or of all together, in one step.
    static final class Times {
        private final BiFunction<String, String, Distribution> lookup;
        /// By operation and whether it was refused; what hasn't happened is missing. To look one up twice does no harm.
        private final Distribution[] known = new Distribution[2 * Operation.values().length];

        private Times(BiFunction<String, String, Distribution> lookup) {
            this.lookup = lookup;
        }

        /// @param from in [System#nanoTime]
        void see(Operation operation, boolean refused, long from, long to) {
            int place = 2 * operation.ordinal() + (refused ? 1 : 0);
            Distribution times = known[place];
            if (times == null) {
                times = lookup.apply(operation.name(), Boolean.toString(refused));
                known[place] = times;
            }
            times.see((to - from) / NANOS);
        }
    }

    /// Of all plugins together.
    Times of(String step) {
        return new Times((operation, refused) -> steps.of(operation, refused, step));
    }

    Times of(AdmissionPlugin plugin, String step) {
        return new Times((operation, refused) -> plugins.of(plugin.name(), operation, refused, step));
    }

    @Override
    public void tell(Sink sink) {
        steps.tell(sink);
        plugins.tell(sink);
    }
}
