package dev.pilothouse.api.apply;

import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.NullTree;
import dev.pilothouse.api.tree.Tree;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Carries ownership between a workload and its `scale` subresource, which know the same field under two paths.
///
/// @param parent the workload's `managedFields`
/// @param apiVersion of the workload
/// @param replicas the path of the count in the workload, by API version; managers of other versions are dropped
public record ScaleFields(ListTree parent, String apiVersion, Map<String, List<String>> replicas) {
    private static final String SCALE_VERSION = "autoscaling/v1";
    private static final FieldSet SCALE_REPLICAS = FieldSet.of("spec", "replicas");

    /// The `managedFields` of the scale object: who owns the count. [NullTree#ABSENT] for nobody.
    public Tree toScale() {
        try {
            Managed scale = new Managed();
            for (Entry entry : Managed.read(parent, true).all()) {
                if (path(entry).map(path -> entry.fields().has(path)).orElse(false)) {
                    scale.put(new Entry(entry.manager(), SCALE_VERSION, SCALE_REPLICAS, entry.time()));
                }
            }
            return scale.write();
        } catch (MalformedFields e) {
            return NullTree.ABSENT;
        }
    }

    private Optional<String[]> path(Entry entry) {
        return Optional.ofNullable(replicas.get(entry.apiVersion())).map(path -> path.toArray(String[]::new));
    }

    /// The workload's `managedFields` after the scale object was written with these.
    public Tree toParent(ListTree scaleFields) {
        try {
            return toParent(Managed.read(parent, true), Managed.read(scaleFields, true));
        } catch (MalformedFields e) {
            return NullTree.ABSENT;
        }
    }

    private Tree toParent(Managed before, Managed scale) {
        Managed after = new Managed();
        for (Entry entry : before.all()) {
            Optional<String[]> path = path(entry);
            if (path.isEmpty()) {
                continue;
            }
            Manager seen = entry.manager();
            if (!entry.fields().has(path.get()) || scale.get(seen).isPresent()) {
                after.put(entry);
                scale.remove(seen);
            } else {
                // The count was taken over through the subresource.
                after.putFields(entry, entry.fields().minus(FieldSet.of(path.get())));
            }
        }
        FieldSet count = FieldSet.of(List.of(replicas.getOrDefault(apiVersion, List.of("spec", "replicas"))));
        for (Entry entry : scale.all()) {
            if (entry.fields().has("spec", "replicas")) {
                String time = before.get(entry.manager()).map(Entry::time).orElse("");
                after.put(new Entry(entry.manager(), apiVersion, count, time));
            }
        }
        return after.write();
    }
}
