package dev.pilothouse.api.apply;

import dev.pilothouse.api.apply.Manager.Operation;
import dev.pilothouse.api.meta.Timestamps;
import dev.pilothouse.api.tree.ObjectTree;
import java.time.Instant;
import java.util.Comparator;

/// One manager's fields.
///
/// @param apiVersion the version whose fields they are
/// @param time RFC 3339, or empty where the manager never changed anything
/// @param source the entry as it was read, given back as long as nothing changes
record Entry(Manager manager, String apiVersion, FieldSet fields, String time, ObjectTree source) {

    /// Those that apply first, then the oldest first.
    static final Comparator<Entry> ORDER = Comparator.comparing((Entry entry) -> entry.manager.operation())
            .thenComparingLong(Entry::seconds)
            .thenComparing(entry -> entry.manager.name())
            .thenComparing(Entry::apiVersion)
            .thenComparing(entry -> entry.manager.subresource());

    Entry(Manager manager, String apiVersion, FieldSet fields, String time) {
        this(manager, apiVersion, fields, time, ObjectTree.EMPTY);
    }

    Entry withFields(FieldSet changed) {
        return changed.equals(fields) ? this : new Entry(manager, apiVersion, changed, time);
    }

    long seconds() {
        return time.isEmpty() ? 0 : Timestamps.parse(time).map(Instant::getEpochSecond).orElse(0L);
    }

    /// @throws MalformedFields for an entry that can't be read: all entries of the object are then void
    static Entry read(ObjectTree entry, int position, boolean trusted) throws MalformedFields {
        String apiVersion = entry.text("apiVersion");
        Operation operation =
                switch (entry.text("operation")) {
                    case "Apply" -> Operation.APPLY;
                    case "Update" -> Operation.UPDATE;
                    default -> throw new MalformedFields("operation must be `Apply` or `Update`");
                };
        if (apiVersion.isEmpty()) {
            throw new MalformedFields("apiVersion must not be empty");
        }
        String type = entry.text("fieldsType");
        if (!type.equals("FieldsV1")) {
            throw new MalformedFields(
                    type.isEmpty()
                            ? "missing fieldsType in managed fields entry " + position
                            : "invalid fieldsType \"" + type + "\" in managed fields entry " + position);
        }
        Manager manager = new Manager(
                entry.text("manager"),
                operation,
                operation == Operation.APPLY ? "" : apiVersion,
                entry.text("subresource"));
        ObjectTree wire = entry.object("fieldsV1");
        FieldSet fields = trusted ? new FieldSet(wire) : FieldSetReader.read(wire);
        ObjectTree source = fields.tree() == wire ? entry : ObjectTree.EMPTY;
        return new Entry(manager, apiVersion, fields, entry.text("time"), source);
    }

    ObjectTree write() {
        if (!source.isEmpty()) {
            return source;
        }
        ObjectTree.Builder entry = ObjectTree.builder()
                .put("apiVersion", apiVersion)
                .put("fieldsType", "FieldsV1")
                .put("fieldsV1", fields.tree());
        putText(entry, "manager", manager.name());
        entry.put("operation", manager.operation().text());
        putText(entry, "subresource", manager.subresource());
        putText(entry, "time", time);
        return entry.build();
    }

    private static void putText(ObjectTree.Builder into, String name, String text) {
        if (!text.isEmpty()) {
            into.put(name, text);
        }
    }
}
