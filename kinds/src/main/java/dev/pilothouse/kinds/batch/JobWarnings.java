package dev.pilothouse.kinds.batch;

import dev.pilothouse.api.meta.Problems;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.kinds.core.pod.WorkloadWarnings;
import dev.pilothouse.kinds.rules.Place;
import dev.pilothouse.kinds.rules.Warnings;
import java.util.Arrays;

/// What a job says that may not go well.
final class JobWarnings {
    private static final long MANY_COMPLETIONS = 100_000;
    private static final long MANY_AT_ONCE = 10_000;

    private JobWarnings() {}

    /// @param path of the job's specification inside the object
    static void of(ObjectTree object, Warnings told, String... path) {
        Place spec = Place.root(object, new Problems());
        for (String step : path) {
            spec = spec.at(step);
        }
        boolean many = spec.at("completionMode").is("Indexed")
                && spec.at("completions").number() > MANY_COMPLETIONS
                && spec.at("parallelism").number() > MANY_AT_ONCE;
        if (many) {
            told.add(
                    spec,
                    "In Indexed Jobs with a number of completions higher than 10^5 and a parallelism higher than 10^4,"
                            + " Kubernetes might not be able to track completedIndexes when a big number of indexes fail");
        }
        String[] template = Arrays.copyOf(path, path.length + 1);
        template[path.length] = "template";
        WorkloadWarnings.ofTemplate(object, told, template);
    }
}
