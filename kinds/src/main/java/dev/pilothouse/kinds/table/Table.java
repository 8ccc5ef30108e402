package dev.pilothouse.kinds.table;

import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/// The columns of a kind, and what a row says about its object as a whole.
///
/// @param trailing a cell that rows have beyond their columns, as clients have always seen it of some kinds
/// @param conditions the row's `conditions`, empty for most; a pod that has ended is marked `Completed`
/// @param order in which the rows of a list stand; most kinds keep the list's own
public record Table(
        List<Column> columns,
        List<Column.Cell> trailing,
        Function<ObjectTree, ListTree> conditions,
        UnaryOperator<List<ObjectTree>> order) {

    public Table {
        columns = List.copyOf(columns);
        trailing = List.copyOf(trailing);
    }

    public static Table of(Column... columns) {
        return of(List.of(columns));
    }

    public static Table of(List<Column> columns) {
        return new Table(columns, List.of(), object -> ListTree.EMPTY, UnaryOperator.identity());
    }

    public Table withConditions(Function<ObjectTree, ListTree> rowConditions) {
        return new Table(columns, trailing, rowConditions, order);
    }

    /// The same table of objects in another form.
    ///
    /// @param form from that form to the one that the cells read
    public Table reading(UnaryOperator<ObjectTree> form) {
        return new Table(
                columns.stream()
                        .map(column -> column.with(reading(form, column.cell())))
                        .toList(),
                trailing.stream().map(cell -> reading(form, cell)).toList(),
                object -> conditions.apply(form.apply(object)),
                order);
    }

    /// The table with the rows of a list in this order.
    public Table sorted(Comparator<ObjectTree> by) {
        return new Table(
                columns, trailing, conditions, objects -> objects.stream().sorted(by).toList());
    }

    private static Column.Cell reading(UnaryOperator<ObjectTree> form, Column.Cell cell) {
        return (object, now) -> cell.of(form.apply(object), now);
    }

    /// The table with another cell for the object's name.
    public Table named(Column.Cell name) {
        List<Column> named = columns.stream()
                .map(column -> column.name().equals("Name") ? column.with(name) : column)
                .toList();
        return new Table(named, trailing, conditions, order);
    }

    public Table trailedBy(Column.Cell cell) {
        return new Table(columns, List.of(cell), conditions, order);
    }

    /// The `columnDefinitions`.
    public ListTree definitions() {
        return ListTree.of(columns.stream().map(Column::definition).toList());
    }

    /// The `cells` of an object's row, one a column.
    public ListTree cells(ObjectTree object, Instant now) {
        List<Tree> cells = new ArrayList<>(columns.size() + trailing.size());
        columns.forEach(column -> cells.add(column.cell().of(object, now)));
        trailing.forEach(cell -> cells.add(cell.of(object, now)));
        return ListTree.of(cells);
    }
}
