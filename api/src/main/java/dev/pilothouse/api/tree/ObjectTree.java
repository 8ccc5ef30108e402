package dev.pilothouse.api.tree;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;

/// A JSON object: fields sorted by name, each name once.
///
/// Walk it with [#fields]; [#get] looks one field up. An edit answers a new object that shares every untouched value.
public sealed interface ObjectTree extends Tree permits SliceObject, TailObject, BuiltObject {

    ObjectTree EMPTY = new BuiltObject(new String[0], new Tree[0]);

    /// The order in which an object's fields stand: that of their names' UTF-8 bytes.
    Comparator<String> NAME_ORDER = Names::compare;

    /// A name and its value, as met on a walk.
    record Field(String name, Tree value) {}

    /// The number of fields.
    int size();

    /// The value of the field, or [NullTree#ABSENT].
    Tree get(String name);

    /// Walks the fields in canonical order without making [Field] objects.
    Cursor cursor();

    /// Stands before the first field at first. Not to be shared between threads.
    interface Cursor {
        /// Moves to the next field; false when there is none left.
        boolean next();

        /// The name of the field that the cursor stands on.
        String name();

        /// The value of the field that the cursor stands on.
        Tree value();
    }

    /// The same object as arrays of its own, ready to be changed.
    default BuiltObject unfolded() {
        String[] names = new String[size()];
        Tree[] values = new Tree[names.length];
        Cursor cursor = cursor();
        for (int i = 0; cursor.next(); i++) {
            names[i] = cursor.name();
            values[i] = cursor.value();
        }
        return new BuiltObject(names, values);
    }

    static Builder builder() {
        return new Builder();
    }

    /// An object of one field.
    static ObjectTree of(String name, Tree value) {
        return EMPTY.with(name, value);
    }

    static ObjectTree of(Map<String, String> texts) {
        Builder builder = builder();
        texts.forEach((name, text) -> builder.put(name, Tree.of(text)));
        return builder.build();
    }

    @Override
    default Type type() {
        return Type.OBJECT;
    }

    @Override
    default ObjectTree asObject() {
        return this;
    }

    default boolean isEmpty() {
        return size() == 0;
    }

    default boolean has(String name) {
        return !get(name).isAbsent();
    }

    default String text(String name) {
        return get(name).asText();
    }

    /// Whether a text stands there that isn't empty.
    default boolean hasText(String name) {
        return get(name) instanceof TextTree text && !text.isEmpty();
    }

    default long number(String name) {
        return get(name).asLong();
    }

    default boolean bool(String name) {
        return get(name).asBoolean();
    }

    default ObjectTree object(String name) {
        return get(name).asObject();
    }

    default ListTree list(String name) {
        return get(name).asList();
    }

    default Iterable<Field> fields() {
        return () -> new Iterator<>() {
            private final Cursor cursor = cursor();
            private boolean ready = cursor.next();

            @Override
            public boolean hasNext() {
                return ready;
            }

            @Override
            public Field next() {
                if (!ready) {
                    throw new NoSuchElementException();
                }
                Field field = new Field(cursor.name(), cursor.value());
                ready = cursor.next();
                return field;
            }
        };
    }

    default List<String> names() {
        List<String> names = new ArrayList<>(size());
        for (Cursor c = cursor(); c.next(); ) {
            names.add(c.name());
        }
        return names;
    }

    /// This object as a map of texts; values of other types are left out. Sorted by name, read-only.
    default Map<String, String> texts() {
        Map<String, String> texts = new java.util.LinkedHashMap<>();
        for (Cursor c = cursor(); c.next(); ) {
            if (c.value() instanceof TextTree text) {
                texts.put(c.name(), text.asText());
            }
        }
        return java.util.Collections.unmodifiableMap(texts);
    }

    /// This object with the field set. [NullTree#ABSENT] removes it. An equal value answers this very object.
    default ObjectTree with(String name, Tree value) {
        Tree old = get(name);
        return old == value || old.equals(value) ? this : unfolded().set(name, value);
    }

    default ObjectTree with(String name, String text) {
        return with(name, Tree.of(text));
    }

    default ObjectTree with(String name, long number) {
        return with(name, Tree.of(number));
    }

    default ObjectTree with(String name, boolean value) {
        return with(name, Tree.of(value));
    }

    default ObjectTree without(String name) {
        return has(name) ? unfolded().set(name, NullTree.ABSENT) : this;
    }

    /// This object with the value at the end of the path set; objects on the way are made where they are missing or of
    /// another type. [NullTree#ABSENT] removes the value, and leaves the objects on the way.
    default ObjectTree withAt(Tree value, String... path) {
        return withAt(value, 0, path);
    }

    private ObjectTree withAt(Tree value, int from, String... path) {
        if (path.length == 0) {
            throw new IllegalArgumentException("an empty path has no field to set");
        }
        String name = path[from];
        if (from == path.length - 1) {
            return with(name, value);
        }
        Tree below = get(name);
        if (value.isAbsent() && below.isNull()) {
            return this;
        }
        return with(name, below.asObject().withAt(value, from + 1, path));
    }

    /// Collects fields in any order; a name put twice keeps its last value, [NullTree#ABSENT] is left out. Fields that
    /// come in canonical order are appended; others cost a shift.
    final class Builder {
        private String[] names = new String[8];
        private Tree[] values = new Tree[8];
        private int size;

        private Builder() {}

        public Builder put(String name, Tree value) {
            int at = size == 0 || Names.compare(names[size - 1], name) < 0
                    ? -size - 1
                    : Names.find(name, names, size);
            if (at >= 0) {
                if (value.isAbsent()) {
                    size--;
                    System.arraycopy(names, at + 1, names, at, size - at);
                    System.arraycopy(values, at + 1, values, at, size - at);
                } else {
                    values[at] = value;
                }
            } else if (!value.isAbsent()) {
                insert(-at - 1, name, value);
            }
            return this;
        }

        private void insert(int at, String name, Tree value) {
            if (size == names.length) {
                names = Arrays.copyOf(names, size * 2);
                values = Arrays.copyOf(values, size * 2);
            }
            System.arraycopy(names, at, names, at + 1, size - at);
            System.arraycopy(values, at, values, at + 1, size - at);
            names[at] = name;
            values[at] = value;
            size++;
        }

        public Builder put(String name, String text) {
            return put(name, Tree.of(text));
        }

        public Builder put(String name, long number) {
            return put(name, Tree.of(number));
        }

        public Builder put(String name, boolean value) {
            return put(name, Tree.of(value));
        }

        public Builder putAll(ObjectTree other) {
            for (Cursor c = other.cursor(); c.next(); ) {
                put(c.name(), c.value());
            }
            return this;
        }

        public ObjectTree build() {
            return size == 0 ? EMPTY : new BuiltObject(Arrays.copyOf(names, size), Arrays.copyOf(values, size));
        }
    }
}
