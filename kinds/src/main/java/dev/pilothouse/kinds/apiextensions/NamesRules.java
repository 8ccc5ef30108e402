package dev.pilothouse.kinds.apiextensions;

import dev.pilothouse.api.meta.NameRules;
import dev.pilothouse.kinds.rules.Check;
import dev.pilothouse.kinds.rules.Place;
import java.util.List;
import java.util.Locale;

/// Rules for the names that a definition gives its kind: those that it asks for, and those that were accepted.
final class NamesRules {
    private NamesRules() {}

    static void check(Place names) {
        label(names.at("plural"));
        label(names.at("singular"));
        mixedCase(names.at("kind"));
        mixedCase(names.at("listKind"));
        names.at("shortNames").each(NamesRules::anyLabel);
        Place listKind = names.at("listKind");
        if (!names.at("kind").text().isEmpty() && names.at("kind").is(listKind.text())) {
            listKind.invalid("kind and listKind may not be the same");
        }
        names.at("categories").each(NamesRules::anyLabel);
    }

    /// The names that a definition can't do without.
    static final Check REQUIRED = names -> {
        for (String field : List.of("plural", "singular", "kind", "listKind")) {
            if (names.at(field).isEmpty()) {
                names.at(field).required("");
            }
        }
    };

    private static void label(Place name) {
        if (!name.text().isEmpty()) {
            anyLabel(name);
        }
    }

    static void anyLabel(Place name) {
        report(name, "", NameRules.dns1035Label(name.text()));
    }

    private static void mixedCase(Place name) {
        if (!name.text().isEmpty()) {
            report(
                    name,
                    "may have mixed case, but should otherwise match: ",
                    NameRules.dns1035Label(name.text().toLowerCase(Locale.ROOT)));
        }
    }

    /// All that is wrong with one name is one problem here.
    private static void report(Place name, String prefix, List<String> broken) {
        if (!broken.isEmpty()) {
            name.invalidText(prefix + String.join(",", broken));
        }
    }
}
