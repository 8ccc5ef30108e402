package dev.pilothouse.api.apply;

import dev.pilothouse.api.tree.ObjectTree;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// How one write differs from what was stored, in each version in which somebody owns fields. Without the fields that
/// this way of writing can't set.
final class Comparisons {
    private final Tracking tracking;
    private final ObjectTree old;
    private final ObjectTree changed;
    private final Comparison own;
    private final Map<String, Comparison> others = new HashMap<>();

    Comparisons(Tracking tracking, ObjectTree old, ObjectTree changed) throws MalformedFields {
        this.tracking = tracking;
        this.old = old;
        this.changed = changed;
        this.own = Comparison.of(tracking.shape(), old, changed).without(tracking.reset());
    }

    /// In the version of the request.
    Comparison own() {
        return own;
    }

    /// Empty for a version that isn't served any more.
    Optional<Comparison> in(String apiVersion) throws MalformedFields {
        if (apiVersion.equals(tracking.apiVersion())) {
            return Optional.of(own);
        }
        Comparison known = others.get(apiVersion);
        if (known != null) {
            return Optional.of(known);
        }
        Optional<Versions.Version> version = tracking.versions().version(apiVersion);
        if (version.isEmpty()) {
            return Optional.empty();
        }
        Comparison comparison = Comparison.of(
                        tracking.shapes().of(version.get().type()),
                        version.get().convert(old),
                        version.get().convert(changed))
                .without(tracking.reset());
        others.put(apiVersion, comparison);
        return Optional.of(comparison);
    }
}
