package dev.pilothouse.kinds.rbac;

import dev.pilothouse.api.meta.NameRules;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.kinds.Kind;
import dev.pilothouse.kinds.Traits;
import dev.pilothouse.kinds.Traits.Flag;
import dev.pilothouse.kinds.rules.Place;
import dev.pilothouse.kinds.table.Columns;
import dev.pilothouse.kinds.table.Table;
import java.util.List;

/// Who may do what a role says everywhere. Source: API reference "ClusterRoleBinding v1 rbac.authorization.k8s.io".
public final class ClusterRoleBinding implements Kind {
    private static final Traits TRAITS = Traits.of("rbac.authorization.k8s.io", "ClusterRoleBinding")
            .named(NameRules::pathSegment)
            .with(Flag.CREATE_ON_UPDATE);
    private static final List<String> ROLES = List.of("ClusterRole");
    private static final Table TABLE =
            Columns.of("rbac.authorization.k8s.io", "ClusterRoleBinding", Bindings.CELLS);

    @Override
    public Traits traits() {
        return TRAITS;
    }

    @Override
    public ObjectTree defaults(ObjectTree object) {
        return Bindings.defaults(object);
    }

    @Override
    public void validate(Place object) {
        BindingRules.check(object, false, ROLES);
    }

    @Override
    public void validateUpdate(Place object, ObjectTree old) {
        BindingRules.checkUpdate(object, old, false, ROLES);
    }

    @Override
    public Table table() {
        return TABLE;
    }
}
