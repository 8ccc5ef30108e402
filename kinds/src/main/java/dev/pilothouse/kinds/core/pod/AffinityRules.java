package dev.pilothouse.kinds.core.pod;

import dev.pilothouse.api.meta.LabelSelector;
import dev.pilothouse.api.meta.NameRules;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import dev.pilothouse.kinds.rules.Checks;
import dev.pilothouse.kinds.rules.Place;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Rules for where a pod wants to be: near which nodes and which other pods.
final class AffinityRules {
    private static final String REQUIRED = "requiredDuringSchedulingIgnoredDuringExecution";
    private static final String PREFERRED = "preferredDuringSchedulingIgnoredDuringExecution";

    private AffinityRules() {}

    static void check(Place affinity, PodScope scope) {
        if (affinity.isAbsent()) {
            return;
        }
        Place node = affinity.at("nodeAffinity");
        if (node.isPresent()) {
            if (node.at(REQUIRED).isPresent()) {
                NodeSelectors.check(node.at(REQUIRED), scope.lenient().nodeValues());
            }
            node.at(PREFERRED).each(term -> {
                weight(term.at("weight"));
                // A preference that fits nothing does no harm.
                NodeSelectors.term(term.at("preference"), true);
            });
        }
        pods(affinity.at("podAffinity"), scope);
        pods(affinity.at("podAntiAffinity"), scope);
    }

    private static void weight(Place weight) {
        if (weight.number() < 1 || weight.number() > 100) {
            weight.invalidNumber("must be in the range 1-100");
        }
    }

    private static void pods(Place affinity, PodScope scope) {
        if (affinity.isAbsent()) {
            return;
        }
        affinity.at(REQUIRED).each(term -> term(term, scope));
        affinity.at(PREFERRED).each(weighted -> {
            weight(weighted.at("weight"));
            term(weighted.at("podAffinityTerm"), scope);
        });
    }

    private static void term(Place term, PodScope scope) {
        selector(term.at("labelSelector"), scope.lenient().selectorValues());
        selector(term.at("namespaceSelector"), scope.lenient().selectorValues());
        for (String namespace : term.at("namespaces").list().texts()) {
            term.at("namespace").invalidEach(namespace, NameRules.dns1123Label(namespace));
        }
        labelKeys(term);
        Place topology = term.at("topologyKey");
        if (topology.isEmpty()) {
            topology.required("can not be empty");
        }
        topology.invalidEach(NameRules.qualifiedName(topology.text()));
    }

    /// @param anyValue whether values need not be label values
    static void selector(Place selector, boolean anyValue) {
        if (!anyValue) {
            Checks.SELECTOR.check(selector);
        } else if (selector.isPresent()) {
            // The old object had such values already: only the rest is judged.
            var found = new dev.pilothouse.api.meta.Problems();
            LabelSelector.check(selector.value(), selector.path(), found);
            found.list().stream()
                    .filter(error -> !error.field().contains(".values["))
                    .forEach(selector.problems()::add);
        }
    }

    private static void labelKeys(Place term) {
        Place match = term.at("matchLabelKeys");
        Place mismatch = term.at("mismatchLabelKeys");
        Place selector = term.at("labelSelector");
        for (Place keys : List.of(match, mismatch)) {
            if (!keys.isEmpty() && selector.isAbsent()) {
                keys.forbidden("must not be specified when labelSelector is not set");
            } else {
                keys.each(key -> key.invalidEach(NameRules.qualifiedName(key.text())));
            }
        }
        twice(term, match.list().texts(), selector.object());
        List<String> mismatched = mismatch.list().texts();
        match.each(key -> {
            if (mismatched.contains(key.text())) {
                key.invalid("exists in both matchLabelKeys and mismatchLabelKeys");
            }
        });
    }

    /// A key becomes a requirement when the pod is made; one that stood there before says the same twice.
    private static void twice(Place term, List<String> keys, ObjectTree selector) {
        Set<String> seen = new HashSet<>(selector.object("matchLabels").names());
        for (Tree expression : selector.list("matchExpressions")) {
            String key = expression.asObject().text("key");
            int index = keys.lastIndexOf(key);
            if (index >= 0 && seen.contains(key)) {
                term.item(index, term.value()).invalid(key, "exists in both matchLabelKeys and labelSelector");
            }
            seen.add(key);
        }
    }
}
