package dev.pilothouse.apiserver.admission;

import dev.pilothouse.api.metrics.Source;
import dev.pilothouse.api.tree.ObjectTree;
import java.util.List;

/// The plugins in their order.
public final class Admission {
    private static final String MUTATING = "admit";
    private static final String REVIEWING = "validate";

    private final AdmissionFigures figures = new AdmissionFigures();
    private final List<AdmissionPlugin> plugins;
    private final List<Step> mutating;
    private final List<Step> reviewing;
    private final AdmissionFigures.Times allMutating = figures.of(MUTATING);
    private final AdmissionFigures.Times allReviewing = figures.of(REVIEWING);

    /// A plugin in one of the steps that it takes part in.
    private record Step(AdmissionPlugin plugin, AdmissionFigures.Times times) {}

    public Admission(List<AdmissionPlugin> plugins) {
        this.plugins = List.copyOf(plugins);
        this.mutating = plugins.stream()
                .filter(plugin -> saysMore(plugin, "mutate"))
                .map(plugin -> new Step(plugin, figures.of(plugin, MUTATING)))
                .toList();
        this.reviewing = plugins.stream()
                .filter(plugin -> saysMore(plugin, "review"))
                .map(plugin -> new Step(plugin, figures.of(plugin, REVIEWING)))
                .toList();
    }

    /// Whether a plugin does something there, so that time isn't told of what does nothing.
    private static boolean saysMore(AdmissionPlugin plugin, String step) {
        try {
            return plugin.getClass().getMethod(step, AdmissionRequest.class).getDeclaringClass() != AdmissionPlugin.class;
        } catch (NoSuchMethodException impossible) {
            throw new IllegalStateException(plugin.name() + " is no admission plugin", impossible);
        }
    }

    /// What is counted here.
    public Source source() {
        return sink -> {
            figures.tell(sink);
            plugins.forEach(plugin -> plugin.source().tell(sink));
        };
    }

    public ObjectTree mutate(AdmissionRequest request) {
        Watch watch = new Watch(request, allMutating);
        try {
            AdmissionRequest current = request;
            for (Step step : mutating) {
                watch.next(step);
                ObjectTree changed = step.plugin().mutate(current);
                if (changed != current.object()) {
                    current = current.with(changed);
                }
            }
            watch.passed();
            return current.object();
        } finally {
            watch.end();
        }
    }

    public void review(AdmissionRequest request) {
        Watch watch = new Watch(request, allReviewing);
        try {
            for (Step step : reviewing) {
                watch.next(step);
                step.plugin().review(request);
            }
            watch.passed();
        } finally {
            watch.end();
        }
    }

    /// Measures a request on its way through the plugins: one look at the clock for each.
    private static final class Watch {
        private final AdmissionRequest.Operation operation;
        private final AdmissionFigures.Times all;
        private final long began = System.nanoTime();
        private long from = began;
        private AdmissionFigures.Times current;
        private boolean underWay;
        private boolean refused = true;

        Watch(AdmissionRequest request, AdmissionFigures.Times all) {
            this.operation = request.operation();
            this.all = all;
            this.current = all;
        }

        void next(Step step) {
            endStep(false);
            current = step.times();
            underWay = true;
        }

        void passed() {
            endStep(false);
            refused = false;
        }

        void end() {
            endStep(refused);
            all.see(operation, refused, began, from);
        }

        private void endStep(boolean refusing) {
            long now = underWay ? System.nanoTime() : from;
            if (underWay) {
                current.see(operation, refusing, from, now);
            }
            from = now;
            underWay = false;
        }
    }
}
