package dev.pilothouse.api.apply;

import dev.pilothouse.api.apply.Manager.Operation;
import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.NullTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/// All entries of one object while they are worked on. Belongs to one write.
final class Managed {
    /// Entries of plain writes that an object keeps; the oldest ones are folded together.
    private static final int UPDATER_LIMIT = 10;

    private static final String OLD_UPDATES = "ancient-changes";

    private final Map<Manager, Entry> entries = new LinkedHashMap<>();

    static Managed read(ListTree list, boolean trusted) throws MalformedFields {
        Managed managed = new Managed();
        int position = 0;
        for (Tree entry : list) {
            managed.put(Entry.read(entry.asObject(), position++, trusted));
        }
        return managed;
    }

    boolean isEmpty() {
        return entries.isEmpty();
    }

    List<Entry> all() {
        return List.copyOf(entries.values());
    }

    Optional<Entry> get(Manager manager) {
        return Optional.ofNullable(entries.get(manager));
    }

    void put(Entry entry) {
        entries.put(entry.manager(), entry);
    }

    void remove(Manager manager) {
        entries.remove(manager);
    }

    /// Keeps the entry with these fields, or drops it if none are left.
    void putFields(Entry entry, FieldSet fields) {
        if (fields.isEmpty()) {
            remove(entry.manager());
        } else {
            put(entry.withFields(fields));
        }
    }

    /// Folds the oldest entries of plain writes into one for each API version.
    void foldOldUpdates() {
        Predicate<Entry> updating = entry -> entry.manager().operation() == Operation.UPDATE;
        List<Entry> oldest = new ArrayList<>(all().stream().filter(updating).toList());
        int count = oldest.size();
        if (count <= UPDATER_LIMIT) {
            return;
        }
        oldest.sort(Comparator.comparingLong(Entry::seconds)
                .thenComparing(entry -> entry.manager().name())
                .thenComparing(Entry::apiVersion)
                .thenComparing(entry -> entry.manager().subresource()));
        Map<String, Entry> firstOfVersion = new HashMap<>();
        for (Entry entry : oldest) {
            if (count <= UPDATER_LIMIT) {
                return;
            }
            Entry first = firstOfVersion.putIfAbsent(entry.apiVersion(), entry);
            if (first == null) {
                continue;
            }
            Manager bucket = Manager.updating(OLD_UPDATES, entry.apiVersion(), "");
            FieldSet before = get(bucket).orElse(first).fields();
            if (get(bucket).isEmpty()) {
                remove(first.manager());
            }
            remove(entry.manager());
            put(new Entry(bucket, entry.apiVersion(), entry.fields().union(before), entry.time()));
            count--;
        }
    }

    /// The list as it is stored, or [NullTree#ABSENT] when nobody owns anything.
    Tree write() {
        return entries.isEmpty()
                ? NullTree.ABSENT
                : ListTree.of(entries.values().stream()
                        .sorted(Entry.ORDER)
                        .map(Entry::write)
                        .toList());
    }

    ObjectTree writeInto(ObjectTree object) {
        return with(object, write());
    }

    static ObjectTree with(ObjectTree object, Tree managedFields) {
        Tree metadata = object.get("metadata");
        if (managedFields.isAbsent() && metadata.isNull()) {
            return object;
        }
        return object.with("metadata", metadata.asObject().with("managedFields", managedFields));
    }
}
