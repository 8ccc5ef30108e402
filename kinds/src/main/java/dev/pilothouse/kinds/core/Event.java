package dev.pilothouse.kinds.core;

import dev.pilothouse.api.meta.NameRules;
import dev.pilothouse.api.meta.Timestamps;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import dev.pilothouse.kinds.Kind;
import dev.pilothouse.kinds.Traits;
import dev.pilothouse.kinds.Traits.Flag;
import dev.pilothouse.kinds.rules.Place;
import dev.pilothouse.kinds.table.Cells;
import dev.pilothouse.kinds.table.Columns;
import dev.pilothouse.kinds.table.Table;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/// Something that happened to an object. Source: API reference "Event v1 core".
public final class Event implements Kind {
    private static final Traits STRICT = Traits.of("", "Event").with(Flag.CREATE_ON_UPDATE, Flag.METADATA_JUDGED_ONCE);
    private static final Traits LENIENT = STRICT.named(NameRules::pathSegment);
    private static final Table TABLE = Columns.of(
            "",
            "Event",
            (event, now) -> Tree.of(lastSeen(event, now)),
            Cells.text("type"),
            Cells.text("reason"),
            Cells.of(Event::involved),
            Cells.text("involvedObject", "fieldPath"),
            Cells.of(Event::source),
            Cells.of(event -> event.text("message").strip()),
            (event, now) -> Tree.of(firstSeen(event, now)),
            (event, now) -> Tree.of(count(event)));

    private final boolean strict;

    private Event(boolean strict) {
        this.strict = strict;
    }

    /// Events as the core group takes them.
    public static Event lenient() {
        return new Event(false);
    }

    /// Events as `events.k8s.io` takes them.
    public static Event strict() {
        return new Event(true);
    }

    @Override
    public Traits traits() {
        return strict ? STRICT : LENIENT;
    }

    @Override
    public void validate(Place object) {
        EventRules.common(object, strict ? "reportingController" : "reportingComponent");
        if (strict) {
            EventRules.strict(object);
        }
    }

    @Override
    public void validateUpdate(Place object, ObjectTree old) {
        EventRules.common(object, strict ? "reportingController" : "reportingComponent");
        if (strict) {
            EventRules.strictUpdate(object, old);
        }
    }

    private static String firstSeen(ObjectTree event, Instant now) {
        String first = event.text("firstTimestamp");
        return Cells.since(Timestamps.parse(first).isPresent() ? first : event.text("eventTime"), now);
    }

    private static String lastSeen(ObjectTree event, Instant now) {
        if (event.get("series") instanceof ObjectTree series) {
            return Cells.since(series.text("lastObservedTime"), now);
        }
        String last = event.text("lastTimestamp");
        return Timestamps.parse(last).isPresent() ? Cells.since(last, now) : firstSeen(event, now);
    }

    private static long count(ObjectTree event) {
        if (event.get("series") instanceof ObjectTree series) {
            return series.number("count");
        }
        // An event that tells of no count happened once.
        return event.number("count") == 0 ? 1 : event.number("count");
    }

    private static String involved(ObjectTree event) {
        ObjectTree object = event.object("involvedObject");
        String kind = object.text("kind").toLowerCase(Locale.ROOT);
        return object.text("name").isEmpty() ? kind : kind + "/" + object.text("name");
    }

    private static String source(ObjectTree event) {
        ObjectTree source = event.object("source");
        String component = Cells.orElse(source.text("component"), event.text("reportingComponent"));
        String instance = Cells.orElse(source.text("host"), event.text("reportingInstance"));
        return instance.isEmpty() ? component : component + ", " + instance;
    }

    @Override
    public Table table() {
        return TABLE;
    }

    @Override
    public Map<String, Function<ObjectTree, String>> selectableFields() {
        return strict ? NEWER_FIELDS : FIELDS;
    }

    private static final Map<String, Function<ObjectTree, String>> FIELDS = fields("involvedObject.", "reportingComponent");
    private static final Map<String, Function<ObjectTree, String>> NEWER_FIELDS = fields("regarding.", "reportingController");

    private static Map<String, Function<ObjectTree, String>> fields(String object, String reporter) {
        Map<String, Function<ObjectTree, String>> fields = new HashMap<>();
        for (String field : List.of("kind", "namespace", "name", "uid", "apiVersion", "resourceVersion", "fieldPath")) {
            fields.put(object + field, event -> event.object("involvedObject").text(field));
        }
        fields.put("reason", event -> event.text("reason"));
        fields.put("type", event -> event.text("type"));
        fields.put(reporter, event -> event.text("reportingComponent"));
        if (object.equals("involvedObject.")) {
            fields.put("source", Event::component);
        }
        return Map.copyOf(fields);
    }

    private static String component(ObjectTree event) {
        return Cells.orElse(event.object("source").text("component"), event.text("reportingComponent"));
    }
}
