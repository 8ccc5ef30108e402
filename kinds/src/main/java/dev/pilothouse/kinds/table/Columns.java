package dev.pilothouse.kinds.table;

import dev.pilothouse.api.meta.Timestamps;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/// The columns and cells that repeat.
public final class Columns {
    public static final String UNKNOWN = "<unknown>";
    public static final String NONE = "<none>";
    public static final String UNSET = "<unset>";

    private static final String NAME_DESCRIPTION =
            "Name must be unique within a namespace. Is required when creating resources, although some resources may"
                    + " allow a client to request the generation of an appropriate name automatically. Name is"
                    + " primarily intended for creation idempotence and configuration definition. Cannot be updated."
                    + " More info: https://kubernetes.io/docs/concepts/overview/working-with-objects/names#names";
    private static final String CREATED_DESCRIPTION =
            "CreationTimestamp is a timestamp representing the server time when this object was created. It is not"
                    + " guaranteed to be set in happens-before order across separate operations. Clients may not set"
                    + " this value. It is represented in RFC3339 form and is in UTC.\n\nPopulated by the system."
                    + " Read-only. Null for lists. More info:"
                    + " https://git.k8s.io/community/contributors/devel/sig-architecture/api-conventions.md#metadata";

    public static final Column NAME = new Column(
            "Name", "string", "name", 0, NAME_DESCRIPTION, (object, now) -> object.object("metadata").get("name"));

    public static final Column AGE =
            new Column("Age", "string", "", 0, CREATED_DESCRIPTION, (object, now) -> Tree.of(age(object, now)));

    /// What kinds without columns of their own show.
    public static final Column CREATED_AT = new Column(
            "Created At", "date", "", 0, CREATED_DESCRIPTION, (object, now) ->
                    object.object("metadata").get("creationTimestamp"));

    public static final Table NAME_AND_AGE = Table.of(NAME, AGE);
    public static final Table NAME_AND_CREATION = Table.of(NAME, CREATED_AT);

    private Columns() {}

    public static Column text(String name, String description, Function<ObjectTree, String> cell) {
        return new Column(name, "string", "", 0, description, (object, now) -> Tree.of(cell.apply(object)));
    }

    public static Column number(String name, String description, Function<ObjectTree, Long> cell) {
        return new Column(name, "integer", "", 0, description, (object, now) -> Tree.of(cell.apply(object)));
    }

    /// The column as one that only wide output shows.
    public static Column wide(Column column) {
        return new Column(column.name(), column.type(), column.format(), 1, column.description(), column.cell());
    }

    public static String age(ObjectTree object, Instant now) {
        return since(object.object("metadata").text("creationTimestamp"), now);
    }

    /// How long ago a time was, as people say it; an unset time is unknown.
    public static String since(String time, Instant now) {
        Optional<Instant> then = Timestamps.parse(time);
        return then.map(it -> Durations.human(Duration.between(it, now))).orElse(UNKNOWN);
    }
}
