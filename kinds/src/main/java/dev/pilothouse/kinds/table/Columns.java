package dev.pilothouse.kinds.table;

import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.kinds.table.Column.Cell;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The columns of the kinds as `columns.tsv` names and describes them: what clients see is a fact, how a cell is made
/// is the kind's own code.
public final class Columns {
    private static final String NAME_DESCRIPTION =
            "Name must be unique within a namespace. Is required when creating resources, although some resources may"
                    + " allow a client to request the generation of an appropriate name automatically. Name is"
                    + " primarily intended for creation idempotence and configuration definition. Cannot be updated."
                    + " More info: https://kubernetes.io/docs/concepts/overview/working-with-objects/names#names";
    private static final String CREATED_DESCRIPTION =
            "CreationTimestamp is a timestamp representing the server time when this object was created. It is not"
                    + " guaranteed to be set in happens-before order across separate operations. Clients may not set"
                    + " this value. It is represented in RFC3339 form and is in UTC.\n\nPopulated by the system."
                    + " Read-only. Null for lists. More info:"
                    + " https://git.k8s.io/community/contributors/devel/sig-architecture/api-conventions.md#metadata";

    private static final Column NAME = new Column("Name", "string", "name", 0, NAME_DESCRIPTION, Cells.NAME);
    /// When what was never created was created, as a watch shows its bookmarks: Go's zero time.
    private static final String NEVER = "0001-01-01T00:00:00Z";

    private static final Column CREATED_AT =
            new Column("Created At", "date", "", 0, CREATED_DESCRIPTION, Cells.textOr(NEVER, "metadata", "creationTimestamp"));

    /// The age of a custom object is a column like those that its definition describes.
    private static final Column CUSTOM_AGE = PrinterColumn.of(ObjectTree.builder()
                    .put("name", "Age")
                    .put("type", "date")
                    .put("description", CREATED_DESCRIPTION)
                    .put("jsonPath", ".metadata.creationTimestamp")
                    .build())
            .orElseThrow();

    /// What kinds without columns of their own show.
    public static final Table NAME_AND_CREATION = Table.of(NAME, CREATED_AT);

    private static final class Described {
        static final Map<String, List<String[]>> KINDS = read();

        private static Map<String, List<String[]>> read() {
            Map<String, List<String[]>> kinds = new HashMap<>();
            List<String[]> columns = new ArrayList<>();
            for (String line : text().split("\n")) {
                if (line.startsWith("@")) {
                    columns = new ArrayList<>();
                    kinds.put(line.substring(1), columns);
                } else if (!line.startsWith("#")) {
                    columns.add(line.split("\t", -1));
                }
            }
            return kinds;
        }

        private static String text() {
            try (InputStream in = Columns.class.getResourceAsStream("columns.tsv")) {
                if (in == null) {
                    throw new IllegalStateException("the build left out columns.tsv beside " + Columns.class);
                }
                return new String(in.readAllBytes(), StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private Columns() {}

    /// The columns of a custom kind; its name always comes first, and its age follows where it names none. The first whose path
    /// can't be read takes those after it along, as upstream stops there.
    ///
    /// @param printed `additionalPrinterColumns`
    public static Table custom(ListTree printed) {
        List<Column> columns = new ArrayList<>(List.of(NAME));
        printed.objects().stream()
                .map(PrinterColumn::of)
                .takeWhile(Optional::isPresent)
                .forEach(column -> columns.add(column.get()));
        if (printed.isEmpty()) {
            columns.add(CUSTOM_AGE);
        }
        return Table.of(columns);
    }

    /// The kind's table.
    ///
    /// @param cells of the described columns in order, without `Name` and `Age`, which are alike everywhere
    public static Table of(String group, String kind, Cell... cells) {
        List<Column> columns = new ArrayList<>();
        int next = 0;
        for (String[] row : Described.KINDS.get(group + "/" + kind)) {
            columns.add(
                    switch (row[0]) {
                        case "Name" -> column(row, NAME_DESCRIPTION, Cells.NAME);
                        case "Age" -> column(row, CREATED_DESCRIPTION, Cells.AGE);
                        default -> column(row, row[4].replace("\\n", "\n"), cells[next++]);
                    });
        }
        if (next != cells.length) {
            throw new IllegalArgumentException(kind + " has " + next + " columns of its own, not " + cells.length);
        }
        return Table.of(columns);
    }

    private static Column column(String[] row, String description, Cell cell) {
        return new Column(row[0], row[1], row[2], Integer.parseInt(row[3]), description, cell);
    }
}
