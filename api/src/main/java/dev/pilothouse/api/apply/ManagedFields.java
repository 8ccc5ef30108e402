package dev.pilothouse.api.apply;

import dev.pilothouse.api.meta.Timestamps;
import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import java.time.Instant;
import java.util.List;

/// Keeps `metadata.managedFields` for creates, updates and patches: whoever changes a field owns it from then on.
///
/// M1 A write that changes no field of anybody leaves the list as it is, with its times.
/// M2 The list never makes a write fail: where it can't be kept, the object goes without it.
public final class ManagedFields {
    /// Fields that nobody owns: the server sets them, or they say what the object is.
    private static final FieldSet NEVER_OWNED = FieldSet.of(List.of(
            List.of("apiVersion"),
            List.of("kind"),
            List.of("metadata"),
            List.of("metadata", "name"),
            List.of("metadata", "namespace"),
            List.of("metadata", "creationTimestamp"),
            List.of("metadata", "selfLink"),
            List.of("metadata", "uid"),
            List.of("metadata", "clusterName"),
            List.of("metadata", "generation"),
            List.of("metadata", "managedFields"),
            List.of("metadata", "resourceVersion")));

    private ManagedFields() {}

    /// Records a plain write. To be called when the body is read and defaulted (or the patch applied), before admission
    /// and before the kind prepares the object: what those change is nobody's.
    ///
    /// @param old the stored object; empty at creation
    /// @param changed the object to be written; the client may have edited its `managedFields`
    /// @param manager the name from [ManagerName]
    public static ObjectTree afterUpdate(
            Tracking tracking, ObjectTree old, ObjectTree changed, String manager, Instant now) {
        try {
            Managed managed = readLiveOrNew(old, changed, !tracking.subresource().isEmpty());
            ObjectTree plain = without(changed);
            if (managed.isEmpty() && !old.object("metadata").text("uid").isEmpty()) {
                // Tracking starts at creation or with the first apply, never in between.
                return plain;
            }
            record(tracking, without(old), plain, managed, manager, now);
            return managed.writeInto(plain);
        } catch (MalformedFields e) {
            return without(changed);
        }
    }

    /// The object as it is to be stored, with the old times where nothing but times has changed: then there is nothing
    /// to store at all. To be called last, with the object that admission has agreed to.
    public static ObjectTree withoutIdleTimes(ObjectTree old, ObjectTree changed) {
        ListTree before = old.object("metadata").list("managedFields");
        ListTree after = changed.object("metadata").list("managedFields");
        if (before.size() != after.size() || before.equals(after)) {
            return changed;
        }
        for (int i = 0; i < before.size(); i++) {
            if (!before.get(i).asObject().without("time").equals(after.get(i).asObject().without("time"))) {
                return changed;
            }
        }
        ObjectTree still = Managed.with(changed, before);
        return still.equals(old) ? old : changed;
    }

    /// The read object with the empty list that its sender uses to forget all owners: reading leaves empty lists out.
    public static ObjectTree keepingReset(Tree sent, ObjectTree read) {
        return sent.at("metadata", "managedFields") instanceof ListTree list && list.isEmpty()
                ? Managed.with(read, ListTree.EMPTY)
                : read;
    }

    /// Whether a client may write these `managedFields`. The server falls back to the stored ones where not.
    public static boolean isReadable(ObjectTree object) {
        try {
            Managed.read(object.object("metadata").list("managedFields"), false);
            return true;
        } catch (MalformedFields e) {
            return false;
        }
    }

    static ObjectTree without(ObjectTree object) {
        return object.get("metadata") instanceof ObjectTree metadata && metadata.has("managedFields")
                ? object.with("metadata", metadata.without("managedFields"))
                : object;
    }

    static FieldSet ownable(FieldSet fields) {
        return fields.minus(NEVER_OWNED);
    }

    /// The entries that the client sent, or the stored ones where it sent none or none that can be read. An empty list
    /// or a list of one empty entry asks to forget all.
    private static Managed readLiveOrNew(ObjectTree old, ObjectTree changed, boolean storedOnly) {
        ListTree stored = old.object("metadata").list("managedFields");
        Tree sent = changed.object("metadata").get("managedFields");
        if (!storedOnly && sent instanceof ListTree list && !list.equals(stored)) {
            if (list.isEmpty() || list.size() == 1 && list.get(0).asObject().isEmpty()) {
                return new Managed();
            }
            try {
                return Managed.read(list, false);
            } catch (MalformedFields e) {
                // A client that writes nonsense doesn't lose what is stored.
            }
        }
        try {
            return Managed.read(stored, true);
        } catch (MalformedFields e) {
            return new Managed();
        }
    }

    /// Gives the changed fields to the manager and takes them, and the removed ones, from all others.
    static void record(
            Tracking tracking, ObjectTree old, ObjectTree changed, Managed managed, String name, Instant now)
            throws MalformedFields {
        Comparisons comparisons = new Comparisons(tracking, old, changed);
        for (Entry entry : managed.all()) {
            comparisons
                    .in(entry.apiVersion())
                    .ifPresentOrElse(
                            seen -> managed.putFields(
                                    entry, entry.fields().minus(seen.changed()).minus(seen.removed())),
                            () -> managed.remove(entry.manager()));
        }
        FieldSet own = ownable(comparisons.own().changed());
        if (!own.isEmpty()) {
            Manager manager = Manager.updating(name, tracking.apiVersion(), tracking.subresource());
            FieldSet before = managed.get(manager).map(Entry::fields).orElse(FieldSet.EMPTY);
            managed.put(new Entry(manager, tracking.apiVersion(), own.union(before), Timestamps.seconds(now)));
        }
        managed.foldOldUpdates();
    }
}
