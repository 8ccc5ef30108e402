package dev.pilothouse.api.structural;

import dev.pilothouse.api.meta.FieldError;
import dev.pilothouse.api.meta.FieldPath;
import dev.pilothouse.api.tree.Tree;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What one look at a value by a schema has found. A message is kept once, however often it is found.
///
/// The number of checks that were passed decides which alternative of an `anyOf` or `oneOf` is shown as the nearest one.
/// For one thread.
final class Findings {
    private final FieldPath base;
    private final Map<String, FieldError> found = new LinkedHashMap<>();
    private int passed;

    /// @param base where the value that is looked at stands
    Findings(FieldPath base) {
        this.base = base;
    }

    Findings fresh() {
        return new Findings(base);
    }

    boolean isEmpty() {
        return found.isEmpty();
    }

    int passed() {
        return passed;
    }

    void pass() {
        passed++;
    }

    void merge(Findings other) {
        other.found.forEach(found::putIfAbsent);
        passed += other.passed;
    }

    /// Takes back what was found, as if the checks had been left out.
    void forgive() {
        found.clear();
    }

    List<FieldError> list() {
        return new ArrayList<>(found.values());
    }

    private FieldPath at(String path) {
        String trimmed = path.startsWith(".") ? path.substring(1) : path;
        return path.isEmpty() || path.equals(".") ? base : base.child(trimmed);
    }

    /// Something about the whole, which names no field.
    void general(String message) {
        found.putIfAbsent(message, FieldError.invalid(base, Tree.of(""), message));
    }

    void invalid(String path, Tree value, String message) {
        found.putIfAbsent(message, FieldError.invalid(at(path), value, message));
    }

    void wrongType(String path, String wanted, String shown) {
        String message = path + " in body must be of type " + wanted + ": " + dev.pilothouse.api.meta.GoText.quote(shown);
        found.putIfAbsent(message, FieldError.typeInvalid(at(path), Tree.of(shown), message));
    }

    void required(String path) {
        found.putIfAbsent(path + " in body is required", FieldError.required(at(path), ""));
    }

    void notSupported(String path, Tree value, List<String> values) {
        found.putIfAbsent(
                path + " in body should be one of " + values, FieldError.notSupported(at(path), value, values));
    }

    void tooLong(String path, long limit) {
        found.putIfAbsent(
                path + " in body should be at most " + limit + " chars long",
                FieldError.tooLong(at(path), (int) limit));
    }

    void tooMany(String path, long count, long limit, String noun) {
        found.putIfAbsent(
                path + " in body should have at most " + limit + " " + noun,
                FieldError.tooMany(at(path), (int) count, (int) limit));
    }
}
