package dev.pilothouse.apiserver.admission;

import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.metrics.Distribution;
import dev.pilothouse.apiserver.metrics.Families;
import dev.pilothouse.api.metrics.Series;
import dev.pilothouse.api.metrics.Source;
import java.util.List;
import java.util.Locale;

/// The plugins in their order.
public final class Admission {
    private static final double NANOS = 1e9;

    private final List<AdmissionPlugin> plugins;
    private final Series<Distribution> durations = Series.distributions(Families.ADMISSION_STEP);

    public Admission(List<AdmissionPlugin> plugins) {
        this.plugins = List.copyOf(plugins);
    }

    /// What is counted here.
    public Source source() {
        return durations;
    }

    public ObjectTree mutate(AdmissionRequest request) {
        long began = System.nanoTime();
        boolean rejected = true;
        try {
            AdmissionRequest current = request;
            for (AdmissionPlugin plugin : plugins) {
                ObjectTree changed = plugin.mutate(current);
                if (changed != current.object()) {
                    current = current.with(changed);
                }
            }
            rejected = false;
            return current.object();
        } finally {
            note(request, "admit", rejected, began);
        }
    }

    public void review(AdmissionRequest request) {
        long began = System.nanoTime();
        boolean rejected = true;
        try {
            for (AdmissionPlugin plugin : plugins) {
                plugin.review(request);
            }
            rejected = false;
        } finally {
            note(request, "validate", rejected, began);
        }
    }

    private void note(AdmissionRequest request, String step, boolean rejected, long began) {
        durations
                .of(request.operation().name().toUpperCase(Locale.ROOT), Boolean.toString(rejected), step)
                .see((System.nanoTime() - began) / NANOS);
    }
}
