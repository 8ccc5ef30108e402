package dev.pilothouse.app.flags;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// All flags of one component.
///
/// @param component upstream's name of it: `kube-apiserver`
/// @param flags by name, in the order of upstream's help
public record FlagTable(String component, Map<String, UpstreamFlag> flags) {
    private static final int COLUMNS = 6;

    public static FlagTable of(String component) {
        Map<String, UpstreamFlag> flags = new LinkedHashMap<>();
        for (String line : lines(component + ".tsv")) {
            String[] row = line.split("\t", COLUMNS);
            flags.put(row[0], new UpstreamFlag(row[0], row[1], row[2], row[3], row[4], !row[5].isEmpty()));
        }
        return new FlagTable(component, flags);
    }

    /// The lines of a table beside this class.
    static List<String> lines(String name) {
        try (InputStream in = FlagTable.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The rows of a table beside this class, cut at tabulators.
    public static List<String[]> rows(String name) {
        return lines(name).stream().map(line -> line.split("\t", -1)).toList();
    }

    /// Upstream takes underscores for dashes.
    Optional<UpstreamFlag> find(String name) {
        return Optional.ofNullable(flags.get(name.replace('_', '-')));
    }

    Optional<UpstreamFlag> letter(String letter) {
        return flags.values().stream().filter(flag -> flag.letter().equals(letter)).findFirst();
    }
}
