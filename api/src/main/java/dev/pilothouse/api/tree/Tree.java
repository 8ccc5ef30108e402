package dev.pilothouse.api.tree;

/// An immutable JSON value: the one form in which every object of the control plane is read, changed, held and sent.
///
/// Two representations hide behind it. A value that was parsed or sealed is a *slice*: a position in one [Document],
/// which is the canonical bytes and an index over them. A value that was made by an edit is *built*: a node over
/// slices and other built nodes. Editing copies the path from the root to the change and shares all the rest;
/// [Json#seal] turns a built value back into a slice by copying whole byte ranges.
///
/// T1 Canonical: fields are sorted by the UTF-8 bytes of their names, there is no insignificant white space, text is
///    escaped only where JSON demands it. Equal values have equal bytes.
/// T2 Absence is a value: reading what isn't there answers [NullTree#ABSENT], and the typed getters answer a zero
///    value for it, as for a value of another type. A whole path can be read without asking at every step.
/// T3 A value never changes and may be shared between threads without synchronization.
public sealed interface Tree permits ObjectTree, ListTree, TextTree, NumberTree, BooleanTree, NullTree {

    /// The JSON types, named as a person would in an error message.
    enum Type {
        OBJECT("object"),
        LIST("array"),
        TEXT("string"),
        NUMBER("number"),
        BOOLEAN("bool"),
        NULL("null");

        private final String json;

        Type(String json) {
            this.json = json;
        }

        /// The type's name as JSON decoders write it in their messages.
        public String json() {
            return json;
        }
    }

    Type type();

    static TextTree of(String text) {
        return new BuiltText(text);
    }

    static NumberTree of(long number) {
        return new BuiltNumber(number, 0, true);
    }

    /// Infinity and NaN have no JSON form and are refused with an [IllegalArgumentException].
    static NumberTree of(double number) {
        if (!Double.isFinite(number)) {
            throw new IllegalArgumentException("not a JSON number: " + number);
        }
        return new BuiltNumber(0, number, false);
    }

    static BooleanTree of(boolean value) {
        return value ? BooleanTree.TRUE : BooleanTree.FALSE;
    }

    /// Whether nothing stands at the place that was read.
    default boolean isAbsent() {
        return false;
    }

    /// Whether the value is JSON's `null` or absent.
    default boolean isNull() {
        return false;
    }

    default ObjectTree asObject() {
        return ObjectTree.EMPTY;
    }

    default ListTree asList() {
        return ListTree.EMPTY;
    }

    default String asText() {
        return "";
    }

    default long asLong() {
        return 0;
    }

    /// [#asLong] narrowed to an `int`; a value outside its range is clamped to the nearest one.
    default int asInt() {
        return Math.clamp(asLong(), Integer.MIN_VALUE, Integer.MAX_VALUE);
    }

    default double asDouble() {
        return 0;
    }

    default boolean asBoolean() {
        return false;
    }

    /// The value reached by these field names one after the other, or [NullTree#ABSENT].
    default Tree at(String... path) {
        Tree here = this;
        for (String name : path) {
            here = here.asObject().get(name);
        }
        return here;
    }
}
