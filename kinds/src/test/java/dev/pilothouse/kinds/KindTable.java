package dev.pilothouse.kinds;

import dev.pilothouse.api.meta.FieldError;
import dev.pilothouse.api.tree.ObjectTree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;

/// A kind's rules as rows, read from the file that is named by the kind. The first line names the version and the kind,
/// the second is a sound object (JSON with single quotes). Each row after that is
///
///     create | path | value | causes
///
/// or `update`, or `status`: the sound object with the value at the path (see [Draft#with]), as a new object, in place of
/// the sound one, or written through its status. Causes are fields with reasons, `spec.replicas Invalid`, separated by
/// commas, in any order; none means that it is sound. A row that begins with `warn` ends with the one warning that a new
/// object brings. Lines that begin with `#` are comments.
record KindTable(String kind, Draft sound, List<Row> rows) {

    /// One rule.
    record Row(String way, String path, String value, TreeSet<String> causes, String line) {

        /// What clients are told of the change.
        TreeSet<String> told(KindTable table) {
            Draft changed = path.isEmpty() ? table.sound : table.sound.with(path, value);
            return switch (way) {
                case "create" -> causesOf(changed.errors());
                case "update" -> causesOf(changed.errorsAfter(table.sound, ""));
                case "status" -> causesOf(changed.errorsAfter(table.sound, "status"));
                case "warn" -> new TreeSet<>(changed.strategy().warnings(changed.created(), ObjectTree.EMPTY, ""));
                default -> throw new IllegalArgumentException(line);
            };
        }
    }

    private static TreeSet<String> causesOf(List<FieldError> problems) {
        TreeSet<String> causes = new TreeSet<>();
        problems.forEach(problem -> causes.add(problem.field() + " "
                + problem.type().cause().replaceFirst("^FieldValue", "")));
        return causes;
    }

    static List<KindTable> all() throws IOException {
        try (Stream<Path> files = Files.list(folder())) {
            return files.sorted().map(KindTable::read).toList();
        }
    }

    private static Path folder() {
        try {
            URI folder = KindTable.class.getResource("tables").toURI();
            return Path.of(folder);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KindTable read(Path file) {
        try {
            List<String> lines = Files.readAllLines(file).stream()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .toList();
            List<Row> rows = new ArrayList<>();
            for (String line : lines.subList(2, lines.size())) {
                rows.add(row(line));
            }
            return new KindTable(lines.getFirst(), Draft.of(lines.getFirst(), lines.get(1)), rows);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Row row(String line) {
        String[] cells = line.split("\\|", -1);
        String way = cells[0].strip();
        TreeSet<String> causes = new TreeSet<>();
        for (String cause : way.equals("warn") ? new String[] {cells[3]} : cells[3].split(",")) {
            if (!cause.isBlank()) {
                causes.add(cause.strip());
            }
        }
        return new Row(way, cells[1].strip(), cells[2].strip(), causes, line);
    }
}
