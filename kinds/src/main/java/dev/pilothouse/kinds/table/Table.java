package dev.pilothouse.kinds.table;

import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;

/// The columns of a kind, and what a row says about its object as a whole.
///
/// @param conditions the row's `conditions`, empty for most; a pod that has ended is marked `Completed`
public record Table(List<Column> columns, Function<ObjectTree, ListTree> conditions) {

    public Table {
        columns = List.copyOf(columns);
    }

    public static Table of(Column... columns) {
        return of(List.of(columns));
    }

    public static Table of(List<Column> columns) {
        return new Table(columns, object -> ListTree.EMPTY);
    }

    public Table withConditions(Function<ObjectTree, ListTree> rowConditions) {
        return new Table(columns, rowConditions);
    }

    /// The `columnDefinitions`.
    public ListTree definitions() {
        return ListTree.of(columns.stream().map(Column::definition).toList());
    }

    /// The `cells` of an object's row, one a column.
    public ListTree cells(ObjectTree object, Instant now) {
        Tree[] cells = new Tree[columns.size()];
        for (int i = 0; i < cells.length; i++) {
            cells[i] = columns.get(i).cell().of(object, now);
        }
        return ListTree.of(cells);
    }
}
