package dev.pilothouse.api.meta;

import dev.pilothouse.api.tree.Tree;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/// Collects what a validation finds, in the order in which it is found. One validation owns one of these; it is not
/// to be shared between threads.
public final class Problems {
    private final List<FieldError> found = new ArrayList<>();

    public Problems() {}

    public boolean isEmpty() {
        return found.isEmpty();
    }

    public List<FieldError> list() {
        return List.copyOf(found);
    }

    public Problems add(FieldError error) {
        found.add(error);
        return this;
    }

    public Problems addAll(Iterable<FieldError> errors) {
        errors.forEach(found::add);
        return this;
    }

    public Problems required(FieldPath path, String detail) {
        return add(FieldError.required(path, detail));
    }

    public Problems invalid(FieldPath path, Tree value, String detail) {
        return add(FieldError.invalid(path, value, detail));
    }

    /// See [FieldError#invalidShown].
    public Problems invalidShown(FieldPath path, String shown, String detail) {
        return add(FieldError.invalidShown(path, shown, detail));
    }

    public Problems invalid(FieldPath path, String value, String detail) {
        return invalid(path, Tree.of(value), detail);
    }

    public Problems invalid(FieldPath path, long value, String detail) {
        return invalid(path, Tree.of(value), detail);
    }

    /// One problem for each message of a syntax rule (see [NameRules]).
    public Problems invalidEach(FieldPath path, String value, List<String> messages) {
        messages.forEach(message -> invalid(path, value, message));
        return this;
    }

    public Problems typeInvalid(FieldPath path, Tree value, String detail) {
        return add(FieldError.typeInvalid(path, value, detail));
    }

    public Problems notFound(FieldPath path, String value) {
        return add(FieldError.notFound(path, Tree.of(value)));
    }

    public Problems duplicate(FieldPath path, Tree value) {
        return add(FieldError.duplicate(path, value));
    }

    public Problems duplicate(FieldPath path, String value) {
        return duplicate(path, Tree.of(value));
    }

    public Problems notSupported(FieldPath path, String value, List<String> supported) {
        return add(FieldError.notSupported(path, Tree.of(value), supported));
    }

    public Problems forbidden(FieldPath path, String detail) {
        return add(FieldError.forbidden(path, detail));
    }

    public Problems tooLong(FieldPath path, int limitBytes) {
        return add(FieldError.tooLong(path, limitBytes));
    }

    public Problems tooMany(FieldPath path, int count, int limit) {
        return add(FieldError.tooMany(path, count, limit));
    }

    public Problems internal(FieldPath path, String detail) {
        return add(FieldError.internal(path, detail));
    }

    /// Ends the request when anything was found.
    public void refuse(GroupKind kind, String name) {
        if (!found.isEmpty()) {
            throw ApiError.invalid(kind, name, found);
        }
    }

    /// All messages as one text, as an `Invalid` status shows them: repeated ones once, several in brackets.
    public static String aggregate(List<FieldError> errors) {
        LinkedHashSet<String> messages = new LinkedHashSet<>();
        errors.forEach(error -> messages.add(error.toString()));
        return messages.size() == 1 ? messages.getFirst() : "[" + String.join(", ", messages) + "]";
    }

    @Override
    public String toString() {
        return found.isEmpty() ? "" : aggregate(found);
    }
}
