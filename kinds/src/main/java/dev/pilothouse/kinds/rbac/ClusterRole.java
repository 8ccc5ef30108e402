package dev.pilothouse.kinds.rbac;

import dev.pilothouse.api.meta.NameRules;
import dev.pilothouse.kinds.Kind;
import dev.pilothouse.kinds.Traits;
import dev.pilothouse.kinds.Traits.Flag;
import dev.pilothouse.kinds.rules.Place;

/// What may be done everywhere. Source: API reference "ClusterRole v1 rbac.authorization.k8s.io".
public final class ClusterRole implements Kind {
    private static final Traits TRAITS = Traits.of("rbac.authorization.k8s.io", "ClusterRole")
            .named(NameRules::pathSegment)
            .with(Flag.CREATE_ON_UPDATE);

    @Override
    public Traits traits() {
        return TRAITS;
    }

    @Override
    public void validate(Place object) {
        RoleRules.check(object, false);
        RoleRules.aggregation(object.at("aggregationRule"));
    }
}
