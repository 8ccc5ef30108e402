package dev.pilothouse.api.apply;

import dev.pilothouse.api.meta.ApiError;
import dev.pilothouse.api.meta.Timestamps;
import dev.pilothouse.api.schema.GroupVersion;
import dev.pilothouse.api.schema.GroupVersionKind;
import dev.pilothouse.api.tree.ObjectTree;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Server-side apply: merges a configuration into an object and keeps account of who applied what (KEP-555).
///
/// A1 The configuration's fields end up with its values, or the request ends with the conflicts and nothing changed.
/// A2 A field that its only owner leaves out is removed; one that somebody else owns too, or nobody, stays.
/// A3 An apply that changes nothing doesn't touch any time.
public final class Apply {
    private static final String BEFORE_FIRST_APPLY = "before-first-apply";

    private Apply() {}

    /// @param object the merged object with its `managedFields`, in the form of a request body: it is to be read and
    ///     defaulted as one (nulls may stand where all content was removed)
    /// @param changed whether anything but `managedFields` differs from the live object
    public record Applied(ObjectTree object, boolean changed) {}

    /// @param live the stored object, or an empty one where the apply creates it
    /// @param config the body, as it was sent
    /// @param manager the name of the field manager; applying needs one
    /// @param force whether to take fields from their owners
    /// @throws ApiError when the configuration doesn't fit the kind, or fields are owned by others
    public static Applied apply(
            Tracking tracking, ObjectTree live, ObjectTree config, String manager, boolean force, Instant now) {
        checkKind(tracking, config);
        try {
            return LastApplied.synced(
                    new Apply.Run(tracking, live, config, manager, now).applyOrTakeOver(force), config, manager);
        } catch (MalformedFields e) {
            throw ApiError.unclassified("failed to merge config: " + e.getMessage());
        }
    }

    private static void checkKind(Tracking tracking, ObjectTree config) {
        GroupVersion sent = GroupVersion.parse(config.text("apiVersion"));
        GroupVersion expected = GroupVersion.parse(tracking.apiVersion());
        Optional<String> kind = tracking.type().kind().map(GroupVersionKind::kind);
        if (!sent.equals(expected) || kind.isPresent() && !kind.get().equals(config.text("kind"))) {
            throw ApiError.badRequest("invalid object type: " + show(config));
        }
        if (!config.object("metadata").get("managedFields").isNull()) {
            throw ApiError.badRequest("metadata.managedFields must be nil");
        }
    }

    private static String show(ObjectTree object) {
        GroupVersion version = GroupVersion.parse(object.text("apiVersion"));
        return version.group() + "/" + version.version() + ", Kind=" + object.text("kind");
    }

    /// One apply.
    private record Run(Tracking tracking, ObjectTree live, ObjectTree config, String name, Instant now) {

        /// Applies; fields that `kubectl apply` without server side is known to have set belong to `kubectl` already.
        Applied applyOrTakeOver(boolean force) throws MalformedFields {
            List<Conflict> conflicts = new ArrayList<>();
            Optional<Applied> applied = apply(force, conflicts);
            if (applied.isPresent()) {
                return applied.get();
            }
            FieldSet known = LastApplied.takenOver(tracking, live, name);
            List<Conflict> left = conflicts.stream()
                    .map(conflict -> new Conflict(conflict.manager(), conflict.fields().minus(known)))
                    .filter(conflict -> !conflict.fields().isEmpty())
                    .toList();
            if (!left.isEmpty()) {
                throw Conflict.refuse(left);
            }
            return apply(true, conflicts).orElseThrow();
        }

        private Optional<Applied> apply(boolean force, List<Conflict> conflicts) throws MalformedFields {
            Shape shape = tracking.shape();
            String problem = ConfigCheck.of(shape, config);
            if (!problem.isEmpty()) {
                ObjectTree metadata = config.object("metadata");
                throw ApiError.unclassified("failed to create typed patch object (" + metadata.text("namespace") + "/"
                        + metadata.text("name") + "; " + show(config) + "): " + problem);
            }
            Managed managed = readLive();
            Manager manager = Manager.applying(name, tracking.subresource());
            Optional<Entry> last = managed.get(manager);
            FieldSet applied = ConfigFields.of(shape, config).minusWhole(tracking.reset());
            Entry own = new Entry(
                    manager,
                    tracking.apiVersion(),
                    applied,
                    last.map(Entry::time).orElse(""));
            managed.put(own);

            ObjectTree plain = ManagedFields.without(live);
            ObjectTree merged = Merge.of(shape, plain, config);
            if (last.isPresent()) {
                merged = Pruning.of(tracking, merged, last.get(), applied, managed.all());
            }
            Comparisons comparisons = new Comparisons(tracking, plain, merged);
            for (Entry entry : managed.all()) {
                if (!entry.manager().equals(manager)) {
                    settle(managed, entry, comparisons, conflicts);
                }
            }
            if (!force && !conflicts.isEmpty()) {
                return Optional.empty();
            }
            boolean changed = !merged.equals(plain);
            FieldSet owned = ManagedFields.ownable(applied);
            if (owned.isEmpty()) {
                managed.remove(manager);
            } else {
                String time = changed ? Timestamps.seconds(now) : own.time();
                managed.put(new Entry(manager, tracking.apiVersion(), owned, time));
            }
            return Optional.of(new Applied(managed.writeInto(changed ? merged : plain), changed));
        }

        /// Takes from another manager what this apply changes or removes.
        private static void settle(Managed managed, Entry entry, Comparisons comparisons, List<Conflict> conflicts)
                throws MalformedFields {
            Optional<Comparison> seen = comparisons.in(entry.apiVersion());
            if (seen.isEmpty()) {
                managed.remove(entry.manager());
                return;
            }
            FieldSet contested = entry.fields().intersection(seen.get().changed());
            if (!contested.isEmpty()) {
                conflicts.add(new Conflict(entry.manager(), contested));
            }
            managed.putFields(entry, entry.fields().minus(contested).minus(seen.get().removed()));
        }

        /// The stored entries; where there are none, all that is there belongs to whoever wrote before the first apply.
        private Managed readLive() throws MalformedFields {
            Managed managed = Managed.read(live.object("metadata").list("managedFields"), true);
            for (Entry entry : managed.all()) {
                if (entry.apiVersion().equals(tracking.apiVersion())) {
                    managed.put(entry.withFields(Reconciliation.of(tracking.shape(), entry.fields())));
                }
            }
            if (managed.isEmpty() && !live.isEmpty()) {
                ManagedFields.record(
                        tracking,
                        ObjectTree.EMPTY,
                        ManagedFields.without(live),
                        managed,
                        BEFORE_FIRST_APPLY,
                        now);
            }
            return managed;
        }
    }
}
