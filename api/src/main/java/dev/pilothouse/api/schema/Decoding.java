package dev.pilothouse.api.schema;

import dev.pilothouse.api.tree.BooleanTree;
import dev.pilothouse.api.tree.Json;
import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.NullTree;
import dev.pilothouse.api.tree.NumberTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.TextTree;
import dev.pilothouse.api.tree.Tree;
import dev.pilothouse.api.tree.WholeNumbers;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Brings what a client sent into the form that a round trip through Go's types gives it, which is the form that all
/// other code relies on:
///
/// - values have the type of their field, or the object is refused ([WrongType]);
/// - fields that the type doesn't have are left out and noted;
/// - nulls and empty values that Go leaves out are gone, those that Go always writes are there;
/// - quantities, times and bytes are in their canonical spelling;
/// - defaults that the schema publishes are filled in.
///
/// One pass; what is right already stays the same tree, so that a stored object costs no copy. Not for use by several
/// threads at once: it notes what it finds.
public final class Decoding {
    /// Numbers with fewer digits are never beyond 64 bits.
    private static final int LONG_DIGITS = 18;

    private final List<String> unknownFields = new ArrayList<>();
    private final Steps path = new Steps();

    private final boolean stored;

    /// The type that the path begins in.
    private Optional<TypeSchema> root = Optional.empty();

    private Decoding(boolean stored) {
        this.stored = stored;
    }

    public Decoding() {
        this(false);
    }

    /// Brings objects into the form that they have once they are stored: protobuf doesn't tell an empty list or map from
    /// none, and so no client ever reads one back.
    public static Decoding asStored() {
        return new Decoding(true);
    }

    /// A value that its field can't hold. The message is worded as Go's decoder words it.
    public static final class WrongType extends Exception {
        private static final long serialVersionUID = 1L;

        WrongType(String message) {
            super(message, null, false, false);
        }
    }

    /// The paths of the fields that were left out because their types don't have them.
    public List<String> unknownFields() {
        return unknownFields;
    }

    public ObjectTree object(Tree sent, TypeSchema type) throws WrongType {
        return object(sent, ObjectTree.EMPTY, type);
    }

    /// @param known an object of the same type in that form already: what is still the same place of it isn't looked at again,
    ///     so that a small change of a large object costs little
    public ObjectTree object(Tree sent, ObjectTree known, TypeSchema type) throws WrongType {
        root = Optional.of(type);
        return switch (sent) {
            case ObjectTree object -> fields(object, known, type);
            case NullTree _ -> fields(ObjectTree.EMPTY, known, type);
            default -> throw wrong(sent, "", type, GoTypes.name(type));
        };
    }

    private ObjectTree fields(ObjectTree object, TypeSchema type) throws WrongType {
        return fields(object, ObjectTree.EMPTY, type);
    }

    private ObjectTree fields(ObjectTree object, ObjectTree known, TypeSchema type) throws WrongType {
        ObjectTree result = object;
        int alwaysFound = 0;
        for (ObjectTree.Cursor c = object.cursor(); c.next(); ) {
            String name = c.name();
            FieldSchema field = type.fieldOrNull(name);
            if (field == null) {
                if (!type.isEnvelope(name)) {
                    unknownFields.add(path.to(name));
                    result = result.without(name);
                }
                continue;
            }
            Tree sent = c.value();
            path.field(name);
            Tree kept = sent.isNull() ? NullTree.ABSENT : value(sent, before(sent, known, name), field.type(), type, field);
            path.back();
            if (isLeftOut(field, kept)) {
                kept = NullTree.ABSENT;
            }
            if (stored && isEmptyCollection(field, kept)) {
                kept = type.whenMissing(field);
            }
            if (kept.isAbsent() && sent == NullTree.NULL && type.whenMissing(field) == NullTree.NULL) {
                kept = sent;
            }
            if (kept != sent) {
                result = result.with(name, kept);
            }
            if (!kept.isAbsent() && type.isAlwaysWritten(field)) {
                alwaysFound++;
            }
        }
        return alwaysFound == type.alwaysWritten().size() ? result : completed(result, type);
    }

    /// What was known of the field. Scalars are read as quickly as they are looked up.
    private static Tree before(Tree sent, ObjectTree known, String name) {
        return sent instanceof ObjectTree || sent instanceof ListTree ? known.get(name) : NullTree.ABSENT;
    }

    private ObjectTree completed(ObjectTree object, TypeSchema type) throws WrongType {
        ObjectTree result = object;
        for (FieldSchema field : type.alwaysWritten()) {
            if (!result.has(field.name())) {
                Tree missing = type.whenMissing(field);
                if (missing instanceof ObjectTree empty
                        && field.type() instanceof FieldType.Reference(FieldType.TypeName of)) {
                    path.field(field.name());
                    missing = fields(empty, of.schema());
                    path.back();
                }
                result = result.with(field.name(), missing);
            }
        }
        return result;
    }

    private static boolean isEmptyCollection(FieldSchema field, Tree value) {
        return switch (field.type()) {
            case FieldType.ListOf _ -> value instanceof ListTree list && list.isEmpty();
            case FieldType.MapOf _ -> value instanceof ObjectTree map && map.isEmpty();
            case FieldType.Reference _, FieldType.Scalar _ -> false;
        };
    }

    /// What Go's `omitempty` and `omitzero` leave out. Pointers are kept whatever they point to.
    private static boolean isLeftOut(FieldSchema field, Tree value) {
        if (field.pointer() || value.isAbsent()) {
            return false;
        }
        if (field.omitZero() && value instanceof ObjectTree object && object.isEmpty()) {
            return true;
        }
        if (!field.omitEmpty()) {
            return false;
        }
        return switch (value) {
            case ObjectTree object -> object.isEmpty() && field.type() instanceof FieldType.MapOf;
            case ListTree list -> list.isEmpty() && field.type() instanceof FieldType.ListOf;
            case TextTree text -> text.isEmpty() && isPlainText(field.type());
            case NumberTree number -> field.type() != FieldType.Scalar.INT_OR_STRING && number.asDouble() == 0;
            case BooleanTree bool -> !bool.asBoolean();
            case NullTree _ -> true;
        };
    }

    private static boolean isPlainText(FieldType type) {
        return type == FieldType.Scalar.STRING || type == FieldType.Scalar.BYTES;
    }

    private Tree value(Tree sent, Tree known, FieldType fieldType, TypeSchema owner, FieldSchema field) throws WrongType {
        if (Json.isSamePlace(sent, known)) {
            return sent;
        }
        return switch (fieldType) {
            case FieldType.Scalar scalar -> scalar(sent, scalar, owner, field);
            case FieldType.Reference(FieldType.TypeName type) -> {
                if (!(sent instanceof ObjectTree object)) {
                    throw wrong(sent, "", owner, GoTypes.name(type.schema()));
                }
                yield fields(object, known.asObject(), type.schema());
            }
            case FieldType.ListOf list -> list(sent, known.asList(), list, owner, field);
            case FieldType.MapOf map -> map(sent, known.asObject(), map, owner, field);
        };
    }

    private Tree list(Tree sent, ListTree known, FieldType.ListOf type, TypeSchema owner, FieldSchema field) throws WrongType {
        if (!(sent instanceof ListTree list)) {
            throw wrong(
                    sent,
                    "",
                    owner,
                    GoNames.of(owner, field.name()).map(own -> "[]" + own).orElseGet(() -> GoTypes.elementOrList(type)));
        }
        List<Tree> changed = List.of();
        int index = 0;
        path.item();
        for (Tree element : list) {
            path.index(index);
            Tree kept = element.isNull() ? zero(type.element()) : value(element, index < known.size() ? known.get(index) : NullTree.ABSENT, type.element(), owner, field);
            if (kept != element && changed.isEmpty()) {
                changed = new ArrayList<>();
                for (Tree before : list) {
                    changed.add(before);
                }
            }
            if (kept != element) {
                changed.set(index, kept);
            }
            index++;
        }
        path.back();
        return changed.isEmpty() ? list : ListTree.of(changed);
    }

    private Tree map(Tree sent, ObjectTree known, FieldType.MapOf type, TypeSchema owner, FieldSchema field) throws WrongType {
        if (!(sent instanceof ObjectTree map)) {
            throw wrong(sent, "", owner, GoNames.of(owner, field.name()).orElseGet(() -> GoTypes.name(type)));
        }
        ObjectTree result = map;
        for (ObjectTree.Cursor c = map.cursor(); c.next(); ) {
            Tree element = c.value();
            path.key(c);
            Tree before = known.isEmpty() ? NullTree.ABSENT : before(element, known, c.name());
            Tree kept = element.isNull() ? zero(type.value()) : value(element, before, type.value(), owner, field);
            path.back();
            if (kept != element) {
                result = result.with(c.name(), kept);
            }
        }
        return result;
    }

    private Tree zero(FieldType type) throws WrongType {
        return switch (type) {
            case FieldType.Reference(FieldType.TypeName of) -> fields(ObjectTree.EMPTY, of.schema());
            case FieldType.Scalar scalar -> GoTypes.zero(scalar);
            case FieldType.ListOf _, FieldType.MapOf _ -> NullTree.NULL;
        };
    }

    private Tree scalar(Tree sent, FieldType.Scalar type, TypeSchema owner, FieldSchema field) throws WrongType {
        return switch (type) {
            case STRING -> {
                if (!(sent instanceof TextTree)) {
                    throw wrong(sent, "", owner, path.isUnderKey() ? "string" : GoNames.of(owner, field.name()).orElse("string"));
                }
                yield sent;
            }
            case BOOL -> {
                if (!(sent instanceof BooleanTree)) {
                    throw wrong(sent, "", owner, "bool");
                }
                yield sent;
            }
            case INT32 -> integer(sent, owner, "int32", Integer.MIN_VALUE, Integer.MAX_VALUE);
            case INT64 -> integer(sent, owner, "int64", Long.MIN_VALUE, Long.MAX_VALUE);
            case DOUBLE -> {
                if (!(sent instanceof NumberTree)) {
                    throw wrong(sent, "", owner, "float64");
                }
                yield WholeNumbers.in(sent);
            }
            case INT_OR_STRING -> sent instanceof TextTree
                    ? sent
                    : integer(sent, owner, "int32", Integer.MIN_VALUE, Integer.MAX_VALUE);
            case BYTES -> {
                // Go also takes a list of numbers for bytes, and so tells of a list in another way.
                if (!(sent instanceof TextTree || sent instanceof ListTree)) {
                    throw wrong(sent, "", owner, GoTypes.name(type));
                }
                yield Spelling.canonical(sent, type);
            }
            case TIME, MICRO_TIME, DURATION, QUANTITY -> Spelling.canonical(sent, type);
            case RAW, FIELDS -> sent;
            case ANY -> WholeNumbers.in(sent);
            case SCHEMA -> schemas(sent, owner);
        };
    }

    /// The parts of a schema, which Go reads by a decoder of its own: that one says nothing of fields that it doesn't know.
    private static Tree schemas(Tree sent, TypeSchema owner) throws WrongType {
        return switch (sent) {
            case ObjectTree schema -> new Decoding().object(schema, owner);
            case ListTree list -> {
                List<Tree> read = new ArrayList<>(list.size());
                for (Tree one : list) {
                    read.add(schemas(one, owner));
                }
                yield ListTree.of(read);
            }
            default -> sent;
        };
    }

    private Tree integer(Tree sent, TypeSchema owner, String goType, long least, long greatest) throws WrongType {
        if (!(sent instanceof NumberTree number)) {
            throw wrong(sent, "", owner, goType);
        }
        long value = number.isInteger() ? number.asLong() : 0;
        if (!number.isInteger() || value < least || value > greatest) {
            throw wrong(sent, " " + literal(number), owner, goType);
        }
        return sent;
    }

    /// A whole number beyond 64 bits is shown with all its digits.
    private static String literal(NumberTree number) {
        BigDecimal exact = number.isInteger() ? BigDecimal.ZERO : new BigDecimal(number.asDouble());
        return exact.precision() - exact.scale() > LONG_DIGITS && exact.stripTrailingZeros().scale() <= 0
                ? exact.toBigInteger().toString()
                : number.literal();
    }

    private WrongType wrong(Tree sent, String literal, TypeSchema owner, String goType) {
        String found = "json: cannot unmarshal " + sent.type().json() + literal + " into Go ";
        if (path.isEmpty()) {
            return new WrongType(found + "value of type " + goType);
        }
        return new WrongType(
                found + "struct field " + owner.shortName() + GoNames.steps(root, path.fields()) + " of type " + goType);
    }
}
