package dev.pilothouse.kinds.rbac;

import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.kinds.rules.Fill;
import dev.pilothouse.kinds.table.Cells;
import dev.pilothouse.kinds.table.Column.Cell;
import java.util.stream.Collectors;

/// What role bindings of both scopes have in common.
final class Bindings {
    static final String GROUP = "rbac.authorization.k8s.io";

    static final Cell[] CELLS = {
        Cells.of(binding -> binding.object("roleRef").text("kind") + "/"
                + binding.object("roleRef").text("name")),
        Cells.of(binding -> subjects(binding, "User")),
        Cells.of(binding -> subjects(binding, "Group")),
        Cells.of(binding -> subjects(binding, "ServiceAccount"))
    };

    private Bindings() {}

    static ObjectTree defaults(ObjectTree binding) {
        ObjectTree filled = Fill.under(binding, "roleRef", role -> Fill.text(role, "apiGroup", GROUP));
        return Fill.each(filled, "subjects", Bindings::subject);
    }

    private static ObjectTree subject(ObjectTree subject) {
        return switch (subject.text("kind")) {
            case "User", "Group" -> Fill.text(subject, "apiGroup", GROUP);
            default -> subject;
        };
    }

    private static String subjects(ObjectTree binding, String kind) {
        return binding.list("subjects").objects().stream()
                .filter(subject -> subject.text("kind").equals(kind))
                .map(Bindings::name)
                .collect(Collectors.joining(", "));
    }

    private static String name(ObjectTree subject) {
        return subject.text("kind").equals("ServiceAccount")
                ? subject.text("namespace") + "/" + subject.text("name")
                : subject.text("name");
    }
}
