package dev.pilothouse.kinds.networking;

import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import dev.pilothouse.kinds.Kind;
import dev.pilothouse.kinds.Traits;
import dev.pilothouse.kinds.rules.Fill;
import dev.pilothouse.kinds.rules.Place;
import dev.pilothouse.kinds.table.Cells;
import dev.pilothouse.kinds.table.Columns;
import dev.pilothouse.kinds.table.DefaultMark;
import dev.pilothouse.kinds.table.Table;

/// Who serves an Ingress. Source: API reference "IngressClass v1 networking.k8s.io".
public final class IngressClass implements Kind {
    private static final Traits TRAITS =
            Traits.of("networking.k8s.io", "IngressClass").counting("spec");
    private static final Table TABLE = Columns.of(
            "networking.k8s.io", "IngressClass", Cells.text("spec", "controller"), Cells.of(IngressClass::parameters))
            .named((object, now) -> Tree.of(
                    DefaultMark.name(object, "ingressclass.kubernetes.io/is-default-class")));

    @Override
    public Traits traits() {
        return TRAITS;
    }

    @Override
    public ObjectTree defaults(ObjectTree object) {
        return Fill.inside(
                object,
                "spec",
                spec -> Fill.inside(spec, "parameters", parameters -> Fill.missing(parameters, "scope", "Cluster")));
    }

    private static String parameters(ObjectTree ingressClass) {
        if (!(ingressClass.object("spec").get("parameters") instanceof ObjectTree reference)) {
            return Cells.NONE;
        }
        String group = reference.text("apiGroup");
        String kind = group.isEmpty() ? reference.text("kind") : reference.text("kind") + "." + group;
        return kind + "/" + reference.text("name");
    }

    @Override
    public void validate(Place object) {
        IngressClassRules.check(object);
    }

    @Override
    public void validateUpdate(Place object, ObjectTree old) {
        IngressClassRules.checkUpdate(object, old);
    }

    @Override
    public Table table() {
        return TABLE;
    }
}
