package dev.pilothouse.kinds.table;

import dev.pilothouse.api.meta.LabelSelector;
import dev.pilothouse.api.meta.Timestamps;
import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import dev.pilothouse.kinds.table.Column.Cell;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Cells that repeat, and the forms in which lists, labels and times are shown.
public final class Cells {
    public static final String UNKNOWN = "<unknown>";
    public static final String NONE = "<none>";
    public static final String UNSET = "<unset>";

    public static final Cell NAME = text("metadata", "name");
    public static final Cell AGE =
            (object, now) -> Tree.of(since(object.object("metadata").text("creationTimestamp"), now));

    private Cells() {}

    public static Cell of(Function<ObjectTree, String> text) {
        return (object, now) -> Tree.of(text.apply(object));
    }

    public static Cell text(String... path) {
        return (object, now) -> Tree.of(object.at(path).asText());
    }

    /// The text, or another where it is empty.
    public static Cell textOr(String otherwise, String... path) {
        return of(object -> orElse(object.at(path).asText(), otherwise));
    }

    /// The text, though it is empty, or another where there is none.
    public static Cell textUnlessMissing(String otherwise, String... path) {
        return (object, now) -> Tree.of(
                object.at(path).isNull() ? otherwise : object.at(path).asText());
    }

    public static Cell number(String... path) {
        return (object, now) -> Tree.of(object.at(path).asLong());
    }

    /// The number, or a text where there is none.
    public static Cell numberOr(String otherwise, String... path) {
        return (object, now) -> {
            Tree number = object.at(path);
            return number.isNull() ? Tree.of(otherwise) : Tree.of(number.asLong());
        };
    }

    public static Cell bool(String... path) {
        return (object, now) -> Tree.of(object.at(path).asBoolean());
    }

    /// How many values a list or a map has.
    public static Cell size(String... path) {
        return (object, now) -> {
            Tree tree = object.at(path);
            return Tree.of(tree instanceof ListTree list ? list.size() : tree.asObject().size());
        };
    }

    /// Two numbers as `1/3`.
    public static Cell share(List<String> part, List<String> whole) {
        return of(object -> object.at(part.toArray(String[]::new)).asLong() + "/"
                + object.at(whole.toArray(String[]::new)).asLong());
    }

    /// A selector with `matchLabels` and `matchExpressions`.
    public static Cell selector(String... path) {
        return of(object -> selector(object.at(path)));
    }

    /// A map of labels.
    public static Cell labels(String... path) {
        return of(object -> labels(object.at(path).asObject()));
    }

    /// One field of all containers in the list, joined.
    public static Cell joined(String field, String... path) {
        return of(object -> join(",", object.at(path).asList(), item -> item.text(field)));
    }

    public static String join(String separator, ListTree list, Function<ObjectTree, String> text) {
        return list.objects().stream().map(text).collect(Collectors.joining(separator));
    }

    /// `a=b,c=d`, sorted.
    public static String labels(ObjectTree labels) {
        if (labels.isEmpty()) {
            return NONE;
        }
        return labels.texts().entrySet().stream()
                .map(label -> label.getKey() + "=" + label.getValue())
                .collect(Collectors.joining(","));
    }

    public static String selector(Tree selector) {
        return selector.isNull() ? NONE : orElse(LabelSelector.of(selector).toString(), NONE);
    }

    /// The first few, and how many more there are.
    public static String few(List<String> all, int limit, String separator) {
        return all.size() <= limit
                ? String.join(separator, all)
                : String.join(separator, all.subList(0, limit)) + " + " + (all.size() - limit) + " more...";
    }

    public static String orElse(String text, String otherwise) {
        return text.isEmpty() ? otherwise : text;
    }

    /// How long ago a time was, as people say it; an unset time is unknown.
    public static String since(String time, Instant now) {
        Optional<Instant> then = Timestamps.parse(time);
        return then.map(it -> Durations.human(Duration.between(it, now))).orElse(UNKNOWN);
    }
}
