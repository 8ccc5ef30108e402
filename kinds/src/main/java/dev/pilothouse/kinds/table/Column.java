package dev.pilothouse.kinds.table;

import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import java.time.Instant;

/// A column of a [Table].
///
/// @param type the OpenAPI type of its cells
/// @param format the OpenAPI format; `name` marks the column that names the object
/// @param priority 0 is always shown, above that only in wide output
public record Column(String name, String type, String format, int priority, String description, Cell cell) {

    /// Makes one cell. Ages are told from the instant that is handed in.
    @FunctionalInterface
    public interface Cell {
        Tree of(ObjectTree object, Instant now);
    }

    Column with(Cell other) {
        return new Column(name, type, format, priority, description, other);
    }

    /// The column as an entry of `columnDefinitions`.
    public ObjectTree definition() {
        return ObjectTree.builder()
                .put("name", name)
                .put("type", type)
                .put("format", format)
                .put("description", description)
                .put("priority", priority)
                .build();
    }
}
