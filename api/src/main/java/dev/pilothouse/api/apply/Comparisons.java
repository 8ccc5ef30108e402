package dev.pilothouse.api.apply;

import dev.pilothouse.api.tree.ObjectTree;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// How one write differs from what was stored, in each version in which somebody owns fields; each is made when it
/// is first asked for. Without the fields that this way of writing can't set.
final class Comparisons {
    private final Tracking tracking;
    private final ObjectTree old;
    private final ObjectTree changed;
    private final Map<String, Comparison> made = new HashMap<>();

    Comparisons(Tracking tracking, ObjectTree old, ObjectTree changed) {
        this.tracking = tracking;
        this.old = old;
        this.changed = changed;
    }

    /// In the version of the request.
    Comparison own() throws MalformedFields {
        String apiVersion = tracking.apiVersion();
        return made.containsKey(apiVersion)
                ? made.get(apiVersion)
                : keep(apiVersion, Comparison.of(tracking.shape(), old, changed));
    }

    /// Empty for a version that isn't served any more.
    Optional<Comparison> in(String apiVersion) throws MalformedFields {
        if (apiVersion.equals(tracking.apiVersion())) {
            return Optional.of(own());
        }
        if (made.containsKey(apiVersion)) {
            return Optional.of(made.get(apiVersion));
        }
        Optional<Versions.Version> found = tracking.versions().version(apiVersion);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        Versions.Version version = found.get();
        Shape shape = Shapes.shape(version.type());
        ObjectTree before = version.convert(old);
        ObjectTree after = version.convert(changed);
        if (version.type() instanceof TrackedType.Defined) {
            checkFits(shape, before);
            checkFits(shape, after);
        }
        return Optional.of(keep(apiVersion, Comparison.of(shape, before, after)));
    }

    /// What one version of a custom kind allows another may not know: then nobody can tell who owns what.
    private static void checkFits(Shape shape, ObjectTree object) throws MalformedFields {
        String problem = ConfigCheck.of(shape, object);
        if (!problem.isEmpty()) {
            throw new MalformedFields(problem);
        }
    }

    private Comparison keep(String apiVersion, Comparison comparison) {
        Comparison kept = comparison.without(tracking.reset());
        made.put(apiVersion, kept);
        return kept;
    }
}
