package dev.pilothouse.api.apply;

import dev.pilothouse.api.tree.ObjectTree;
import java.util.List;
import java.util.Optional;

/// Removal by omission: what a manager applied last time and left out this time goes, unless somebody else owns it.
final class Pruning {
    private final Tracking tracking;

    private Pruning(Tracking tracking) {
        this.tracking = tracking;
    }

    /// @param merged the live object with the new configuration over it
    /// @param last what the manager applied before
    /// @param entries all managers, the applying one with its new fields
    static ObjectTree of(Tracking tracking, ObjectTree merged, Entry last, FieldSet applied, List<Entry> entries)
            throws MalformedFields {
        if (last.apiVersion().equals(tracking.apiVersion())
                && last.fields().minus(applied).isEmpty()) {
            return merged;
        }
        return new Pruning(tracking).prune(merged, last, entries);
    }

    /// The object in a version, with that version's shape.
    private record Versioned(Shape shape, ObjectTree object) {
        FieldSet fields() throws MalformedFields {
            return ConfigFields.withStructs(shape, ConfigFields.of(shape, object));
        }

        Versioned without(FieldSet fields) throws MalformedFields {
            return new Versioned(shape, Removal.of(shape, object, fields));
        }
    }

    private Optional<Versioned> in(String apiVersion, ObjectTree object) {
        if (apiVersion.equals(tracking.apiVersion())) {
            return Optional.of(new Versioned(tracking.shape(), object));
        }
        return tracking.versions()
                .version(apiVersion)
                .map(version -> new Versioned(Shapes.shape(version.type()), version.convert(object)));
    }

    private ObjectTree back(String apiVersion, ObjectTree object) {
        return apiVersion.equals(tracking.apiVersion())
                ? object
                : tracking.versions()
                        .version(apiVersion)
                        .map(version -> version.convertBack(object))
                        .orElse(object);
    }

    private ObjectTree prune(ObjectTree merged, Entry last, List<Entry> entries) throws MalformedFields {
        Optional<Versioned> seen = in(last.apiVersion(), merged);
        if (seen.isEmpty()) {
            return merged;
        }
        Versioned whole = seen.get();
        FieldSet before = ConfigFields.withStructs(whole.shape, last.fields());
        ObjectTree pruned = withOwned(merged, back(last.apiVersion(), whole.without(before).object), entries);

        // Whatever else was lost on the way was never this manager's to remove.
        FieldSet left = in(last.apiVersion(), pruned).orElseThrow().fields();
        FieldSet lost = whole.fields().minus(left).intersection(before);
        return back(last.apiVersion(), whole.without(lost).object);
    }

    /// The merged object without what the pruned one lacks and nobody owns.
    private ObjectTree withOwned(ObjectTree merged, ObjectTree pruned, List<Entry> entries) throws MalformedFields {
        List<String> apiVersions = entries.stream().map(Entry::apiVersion).distinct().toList();
        for (String apiVersion : apiVersions) {
            Optional<Versioned> whole = in(apiVersion, merged);
            Optional<Versioned> part = in(apiVersion, pruned);
            if (whole.isEmpty() || part.isEmpty()) {
                continue;
            }
            FieldSet owned = FieldSet.EMPTY;
            for (Entry entry : entries) {
                owned = entry.apiVersion().equals(apiVersion) ? owned.union(entry.fields()) : owned;
            }
            FieldSet kept = part.get().fields().union(ConfigFields.withStructs(whole.get().shape, owned));
            FieldSet lost = whole.get().fields().minus(kept);
            pruned = back(apiVersion, whole.get().without(lost).object);
        }
        return pruned;
    }
}
