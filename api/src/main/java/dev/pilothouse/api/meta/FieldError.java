package dev.pilothouse.api.meta;

import dev.pilothouse.api.tree.BooleanTree;
import dev.pilothouse.api.tree.NumberTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.TextTree;
import dev.pilothouse.api.tree.Tree;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// One thing wrong with one field. Becomes a cause of the `Status`.
///
/// @param field where, as shown to the client
/// @param shown the offending value as the message shows it; empty where it doesn't
/// @param detail more words, may be empty
public record FieldError(Type type, String field, Optional<String> shown, String detail) {

    /// What kind of wrong. The cause is what a program reads, the title what a person reads.
    public enum Type {
        NOT_FOUND("FieldValueNotFound", "Not found"),
        REQUIRED("FieldValueRequired", "Required value"),
        DUPLICATE("FieldValueDuplicate", "Duplicate value"),
        INVALID("FieldValueInvalid", "Invalid value"),
        NOT_SUPPORTED("FieldValueNotSupported", "Unsupported value"),
        FORBIDDEN("FieldValueForbidden", "Forbidden"),
        TOO_LONG("FieldValueTooLong", "Too long"),
        TOO_SHORT("FieldValueTooShort", "Too short"),
        TOO_MANY("FieldValueTooMany", "Too many"),
        TOO_FEW("FieldValueTooFew", "Too few"),
        INTERNAL("InternalError", "Internal error"),
        TYPE_INVALID("FieldValueTypeInvalid", "Invalid value");

        private final String cause;
        private final String title;

        Type(String cause, String title) {
            this.cause = cause;
            this.title = title;
        }

        /// The `reason` of the cause in a `Status`.
        public String cause() {
            return cause;
        }
    }

    private static FieldError of(Type type, FieldPath path, String detail) {
        return new FieldError(type, path.toString(), Optional.empty(), detail);
    }

    private static FieldError of(Type type, FieldPath path, Tree value, String detail) {
        return shown(type, path, show(value), detail);
    }

    /// A problem with a value that the message shows in this form.
    public static FieldError shown(Type type, FieldPath path, String shown, String detail) {
        return new FieldError(type, path.toString(), Optional.of(shown), detail);
    }

    /// A problem whose message doesn't show the value.
    public static FieldError unshown(Type type, FieldPath path, String detail) {
        return of(type, path, detail);
    }

    public static FieldError required(FieldPath path, String detail) {
        return of(Type.REQUIRED, path, detail);
    }

    public static FieldError invalid(FieldPath path, Tree value, String detail) {
        return of(Type.INVALID, path, value, detail);
    }

    /// The value as it is shown already, where its fields stand in an order of their own.
    public static FieldError invalidShown(FieldPath path, String shown, String detail) {
        return of(Type.INVALID, path, shown + ": " + detail);
    }

    public static FieldError typeInvalid(FieldPath path, Tree value, String detail) {
        return of(Type.TYPE_INVALID, path, value, detail);
    }

    public static FieldError notFound(FieldPath path, Tree value) {
        return of(Type.NOT_FOUND, path, value, "");
    }

    public static FieldError duplicate(FieldPath path, Tree value) {
        return of(Type.DUPLICATE, path, value, "");
    }

    /// The supported values are shown in the order given.
    public static FieldError notSupported(FieldPath path, Tree value, List<String> supported) {
        return notSupportedShown(path, show(value), supported);
    }

    /// [#notSupported] for a value that the message shows in this form.
    public static FieldError notSupportedShown(FieldPath path, String shown, List<String> supported) {
        String detail = supported.isEmpty()
                ? ""
                : supported.stream().map(GoText::quote).collect(Collectors.joining(", ", "supported values: ", ""));
        return shown(Type.NOT_SUPPORTED, path, shown, detail);
    }

    public static FieldError forbidden(FieldPath path, String detail) {
        return of(Type.FORBIDDEN, path, detail);
    }

    public static FieldError tooLong(FieldPath path, int limitBytes) {
        return of(Type.TOO_LONG, path, "may not be more than " + counted(limitBytes, "byte"));
    }

    public static FieldError tooLongCharacters(FieldPath path, int limit) {
        return of(Type.TOO_LONG, path, "may not be more than " + counted(limit, "character"));
    }

    public static FieldError tooShort(FieldPath path, int least) {
        return of(Type.TOO_SHORT, path, "must be at least " + counted(least, "character"));
    }

    public static FieldError tooMany(FieldPath path, int count, int limit) {
        return of(Type.TOO_MANY, path, Tree.of(count), "must have at most " + counted(limit, "item"));
    }

    public static FieldError tooFew(FieldPath path, int count, int least) {
        return of(Type.TOO_FEW, path, Tree.of(count), "must have at least " + counted(least, "item"));
    }

    public static FieldError internal(FieldPath path, String detail) {
        return of(Type.INTERNAL, path, detail);
    }

    private static String counted(int count, String noun) {
        return count + " " + noun + (count == 1 ? "" : "s");
    }

    /// The message without the field: `Invalid value: -1: must be greater than or equal to 0`.
    public String body() {
        String start = shown.map(it -> type.title + ": " + it).orElse(type.title);
        return detail.isEmpty() ? start : start + ": " + detail;
    }

    /// A value as messages show it.
    public static String show(Tree value) {
        return switch (value) {
            case TextTree text -> GoText.quote(text.asText());
            case BooleanTree bool -> bool.toString();
            case NumberTree number when !number.isInteger() -> GoText.decimal(number.asDouble());
            default -> GoText.json(value);
        };
    }

    /// This as an entry of `details.causes`.
    public ObjectTree cause() {
        return Status.cause(type.cause, body(), field);
    }

    @Override
    public String toString() {
        return field + ": " + body();
    }
}
