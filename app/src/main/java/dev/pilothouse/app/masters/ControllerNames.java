package dev.pilothouse.app.masters;

import dev.pilothouse.app.flags.FlagError;
import dev.pilothouse.app.flags.FlagTable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// Which controllers run by `--controllers`: `*` stands for all that are on by default, `name` for one more, `-name` for one
/// less. As upstream, what is named counts before the star, and the first word about a name holds.
record ControllerNames(List<String> said) implements Predicate<String> {

    /// @throws FlagError for a name that upstream doesn't know
    static ControllerNames of(List<String> said) {
        List<String> known = new ArrayList<>();
        FlagTable.rows("controllers.tsv").forEach(row -> known.add(row[0]));
        List<String> names = said.stream().map(word -> canonical(word, former())).toList();
        List<String> unknown = names.stream()
                .filter(name -> !name.equals("*"))
                .map(name -> name.startsWith("-") ? name.substring(1) : name)
                .filter(name -> !known.contains(name))
                .toList();
        if (!unknown.isEmpty()) {
            throw new FlagError("\"" + unknown.getFirst() + "\" is not in the list of known controllers");
        }
        return new ControllerNames(names.isEmpty() ? List.of("*") : names);
    }

    private static String canonical(String word, Map<String, String> former) {
        return word.startsWith("-")
                ? "-" + former.getOrDefault(word.substring(1), word.substring(1))
                : former.getOrDefault(word, word);
    }

    /// The names that controllers had before 1.28, which upstream still takes.
    private static Map<String, String> former() {
        return FlagTable.rows("former-controllers.tsv").stream()
                .collect(Collectors.toMap(row -> row[0], row -> row[1]));
    }

    private static Set<String> offByDefault() {
        Set<String> off = new HashSet<>();
        FlagTable.rows("controllers.tsv").stream()
                .filter(row -> row[1].equals("false"))
                .forEach(row -> off.add(row[0]));
        return off;
    }

    @Override
    public boolean test(String controller) {
        for (String word : said) {
            if (word.equals(controller)) {
                return true;
            }
            if (word.equals("-" + controller)) {
                return false;
            }
        }
        return said.contains("*") && !offByDefault().contains(controller);
    }
}
