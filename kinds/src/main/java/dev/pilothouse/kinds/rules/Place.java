package dev.pilothouse.kinds.rules;

import dev.pilothouse.api.meta.FieldError;
import dev.pilothouse.api.meta.FieldPath;
import dev.pilothouse.api.meta.Problems;
import dev.pilothouse.api.tree.BooleanTree;
import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.NullTree;
import dev.pilothouse.api.tree.NumberTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.TextTree;
import dev.pilothouse.api.tree.Tree;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// A value inside an object under validation, the way that leads to it, and where to report what is wrong with it.
/// Made on the way down and thrown away: a step costs one small object, and its path becomes text only when there is
/// something to say about it.
///
/// A place exists whether a value stands there or not (see [Tree] T2), so rules read downwards without asking.
public final class Place {
    /// In the place of an index: the step is a field's name, or a map's key.
    private static final int FIELD = -1;
    private static final int KEY = -2;

    private final Place parent;
    private final FieldPath start;
    private final String name;
    private final int index;
    private final Tree value;
    private final Problems problems;

    private Place(Place parent, FieldPath start, String name, int index, Tree value, Problems problems) {
        this.parent = parent;
        this.start = start;
        this.name = name;
        this.index = index;
        this.value = value;
        this.problems = problems;
    }

    /// The object itself: its fields are the first steps of paths.
    public static Place root(Tree value, Problems problems) {
        return at(FieldPath.NONE, value, problems);
    }

    /// A value that is known to stand at the path.
    public static Place at(FieldPath path, Tree value, Problems problems) {
        return new Place(null, path, "", FIELD, value, problems);
    }

    /// The same place, with another value to judge.
    public Place with(Tree other) {
        return new Place(parent, start, name, index, other, problems);
    }

    /// The same place for a look that must not report: what it finds goes to a collection of its own.
    public Place into(Problems other) {
        return parent == null
                ? new Place(null, start, name, index, value, other)
                : new Place(parent.into(other), start, name, index, value, other);
    }

    public Place at(String field) {
        return new Place(this, FieldPath.NONE, field, FIELD, object().get(field), problems);
    }

    /// Whether something stands in the field, which makes no place of it.
    public boolean has(String field) {
        return !object().get(field).isNull();
    }

    public Place at(String field, String next) {
        return at(field).at(next);
    }

    /// The place under a key of a map, shown in brackets.
    public Place key(String mapKey) {
        return new Place(this, FieldPath.NONE, mapKey, KEY, object().get(mapKey), problems);
    }

    /// The value of a list at the index.
    public Place item(int at, Tree item) {
        return new Place(this, FieldPath.NONE, "", at, item, problems);
    }

    /// Visits the values of a list in order.
    public void each(Consumer<Place> visit) {
        int i = 0;
        for (Tree item : list()) {
            visit.accept(item(i++, item));
        }
    }

    /// Visits the values of a map in order of their keys; [#name] is the key.
    public void eachKey(Consumer<Place> visit) {
        for (ObjectTree.Cursor c = object().cursor(); c.next(); ) {
            visit.accept(new Place(this, FieldPath.NONE, c.name(), KEY, c.value(), problems));
        }
    }

    /// The place that this one is part of; the root is its own.
    public Place parent() {
        return parent == null ? this : parent;
    }

    public FieldPath path() {
        if (parent == null) {
            return start;
        }
        FieldPath above = parent.path();
        return switch (index) {
            case FIELD -> above.child(name);
            case KEY -> above.key(name);
            default -> above.index(index);
        };
    }

    /// The last step: a field's name, or a map's key.
    public String name() {
        return name;
    }

    public int index() {
        return index;
    }

    /// Whether the last step is a map's key.
    boolean isKey() {
        return index == KEY;
    }

    public Tree value() {
        return value;
    }

    public Problems problems() {
        return problems;
    }

    public boolean isAbsent() {
        return value.isNull();
    }

    public boolean isPresent() {
        return !value.isNull();
    }

    /// Whether there is nothing, or Go's zero value: empty text, list or object, 0, false.
    public boolean isEmpty() {
        return switch (value) {
            case NullTree _ -> true;
            case ObjectTree object -> object.isEmpty();
            case ListTree list -> list.isEmpty();
            case TextTree text -> text.isEmpty();
            case NumberTree number -> number.asDouble() == 0;
            case BooleanTree bool -> !bool.asBoolean();
        };
    }

    public ObjectTree object() {
        return value.asObject();
    }

    public ListTree list() {
        return value.asList();
    }

    public String text() {
        return value.asText();
    }

    public long number() {
        return value.asLong();
    }

    public boolean bool() {
        return value.asBoolean();
    }

    public boolean is(String text) {
        return value.asText().equals(text);
    }

    /// The same place under another name: some fields are known by one name in objects and another in messages.
    public Place renamed(String other) {
        return new Place(parent, start, other, index, value, problems);
    }

    /// Judges this place by a rule.
    public Place check(Check rule) {
        rule.check(this);
        return this;
    }

    public void required(String detail) {
        problems.required(path(), detail);
    }

    public void invalid(String detail) {
        problems.add(FieldError.shown(FieldError.Type.INVALID, path(), shown(), detail));
    }

    /// The value as messages show it: what has parts in the form that upstream works with inside.
    private String shown() {
        return Shape.of(this).map(shape -> show(shape)).orElseGet(() -> FieldError.show(value));
    }

    private String show(Shape shape) {
        boolean plain = !(value instanceof ObjectTree) && !(value instanceof ListTree) && !value.isNull();
        return plain ? FieldError.show(value) : InnerForm.text(shape, value);
    }

    /// Wrong in a way that the value doesn't show.
    public void invalidUnshown(String detail) {
        problems.add(FieldError.unshown(FieldError.Type.INVALID, path(), detail));
    }

    /// Wrong as a number; nothing counts as zero.
    public void invalidNumber(String detail) {
        problems.invalid(path(), number(), detail);
    }

    /// Wrong as a text; nothing counts as empty.
    public void invalidText(String detail) {
        problems.invalid(path(), text(), detail);
    }

    /// Wrong because of a value that isn't the one at this place, such as a key of this map.
    public void invalid(Tree offending, String detail) {
        problems.invalid(path(), offending, detail);
    }

    public void invalid(String offending, String detail) {
        problems.invalid(path(), offending, detail);
    }

    /// One problem a message of a syntax rule.
    public void invalidEach(List<String> details) {
        invalidEach(text(), details);
    }

    public void invalidEach(String offending, List<String> details) {
        for (int i = 0; i < details.size(); i++) {
            invalid(offending, details.get(i));
        }
    }

    public void forbidden(String detail) {
        problems.forbidden(path(), detail);
    }

    public void duplicate() {
        problems.add(FieldError.shown(FieldError.Type.DUPLICATE, path(), shown(), ""));
    }

    public void duplicate(String offending) {
        problems.duplicate(path(), offending);
    }

    public void notFound() {
        problems.notFound(path(), text());
    }

    public void notFound(String offending, String detail) {
        problems.add(FieldError.shown(
                FieldError.Type.NOT_FOUND, path(), FieldError.show(Tree.of(offending)), detail));
    }

    public void duplicate(Tree offending, String detail) {
        problems.add(FieldError.shown(
                FieldError.Type.DUPLICATE, path(), FieldError.show(offending), detail));
    }

    public void notSupported(List<String> supported) {
        String shown = value instanceof ObjectTree ? shown() : FieldError.show(Tree.of(text()));
        problems.add(FieldError.notSupportedShown(path(), shown, supported));
    }

    /// Not supported as a whole, whatever the place is named by: the message shows the value of the offending place.
    public void notSupported(Place offending, List<String> supported) {
        problems.add(FieldError.notSupportedShown(path(), offending.shown(), supported));
    }

    /// Repeated in a part: the message shows the value of the offending place.
    public void duplicate(Place offending, String detail) {
        problems.add(FieldError.shown(FieldError.Type.DUPLICATE, path(), offending.shown(), detail));
    }

    /// Wrong because of a value below it, as messages show that one.
    public void invalid(Place offending, String detail) {
        problems.add(FieldError.shown(FieldError.Type.INVALID, path(), offending.shown(), detail));
    }

    public void tooLong(int limitBytes) {
        problems.tooLong(path(), limitBytes);
    }

    public void tooMany(int limit) {
        problems.tooMany(path(), list().size(), limit);
    }

    @Override
    public String toString() {
        return path() + "=" + value;
    }
}
