package dev.pilothouse.kinds.admissionregistration;

import dev.pilothouse.api.meta.NameRules;
import dev.pilothouse.kinds.rules.Check;
import dev.pilothouse.kinds.rules.Checks;
import dev.pilothouse.kinds.rules.Place;
import java.util.HashSet;
import java.util.Set;

/// Rules for the part of a policy or of its binding that says which writes it looks at.
final class MatchRules {
    private static final Check MATCH = Checks.oneOf("Equivalent", "Exact");
    private static final Check CHANGEABLE = Checks.oneOf("*", "CONNECT", "CREATE", "UPDATE");

    private MatchRules() {}

    static void check(Place match) {
        if (match.isAbsent()) {
            return;
        }
        present(match.at("matchPolicy"), MATCH);
        present(match.at("namespaceSelector"), Checks.SELECTOR);
        present(match.at("objectSelector"), Checks.SELECTOR);
        match.at("resourceRules").each(MatchRules::rule);
        match.at("excludeResourceRules").each(MatchRules::rule);
    }

    /// What a policy that changes objects looks at: a deletion leaves nothing to change. Its messages name the list of rules,
    /// not the rule.
    static void checkChanging(Place match) {
        check(match);
        Place rules = match.at("resourceRules");
        rules.each(rule -> rule.at("operations").each(operation ->
                CHANGEABLE.check(rules.at("operations").with(operation.value()))));
    }

    private static void present(Place place, Check check) {
        if (place.isAbsent()) {
            place.required("");
        } else {
            check.check(place);
        }
    }

    private static void rule(Place rule) {
        Set<String> names = new HashSet<>();
        rule.at("resourceNames").each(name -> {
            name.invalidEach(NameRules.pathSegment(name.text()));
            if (!names.add(name.text())) {
                name.duplicate();
            }
        });
        OperationRules.check(rule);
    }
}
