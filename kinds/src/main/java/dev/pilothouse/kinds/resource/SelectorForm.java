package dev.pilothouse.kinds.resource;

import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.NullTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;

/// The terms of a node selector as messages show them: by the names that the fields have in Go, with those that are unset.
final class SelectorForm {
    private SelectorForm() {}

    static Tree terms(Tree terms) {
        return terms instanceof ListTree list ? ListTree.of(list.stream().map(SelectorForm::term).toList()) : NullTree.NULL;
    }

    private static Tree term(Tree term) {
        return ObjectTree.builder()
                .put("MatchExpressions", requirements(term.at("matchExpressions")))
                .put("MatchFields", requirements(term.at("matchFields")))
                .build();
    }

    private static Tree requirements(Tree requirements) {
        return requirements instanceof ListTree list
                ? ListTree.of(list.stream().map(SelectorForm::requirement).toList())
                : NullTree.NULL;
    }

    private static Tree requirement(Tree requirement) {
        Tree values = requirement.at("values");
        return ObjectTree.builder()
                .put("Key", requirement.at("key").asText())
                .put("Operator", requirement.at("operator").asText())
                .put("Values", values.isNull() ? NullTree.NULL : values)
                .build();
    }
}
