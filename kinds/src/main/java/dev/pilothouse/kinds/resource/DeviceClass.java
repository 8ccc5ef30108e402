package dev.pilothouse.kinds.resource;

import dev.pilothouse.api.meta.NameRules;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.kinds.Kind;
import dev.pilothouse.kinds.Traits;
import dev.pilothouse.kinds.core.pod.ResourceNames;
import dev.pilothouse.kinds.rules.Bounded;
import dev.pilothouse.kinds.rules.Check;
import dev.pilothouse.kinds.rules.Checks;
import dev.pilothouse.kinds.rules.Immutable;
import dev.pilothouse.kinds.rules.Place;
import dev.pilothouse.kinds.table.Columns;
import dev.pilothouse.kinds.table.Table;

/// A sort of devices. Source: API reference "DeviceClass v1 resource.k8s.io".
public final class DeviceClass implements Kind {
    private static final Traits TRAITS = Traits.of("resource.k8s.io", "DeviceClass").named(NameRules::longName).counting("spec");
    private static final Table TABLE = Columns.of(
            "resource.k8s.io", "DeviceClass");
    private static final Check EXTENDED_NAME = Checks.optional(place -> {
        if (!ResourceNames.isExtended(place.text())
                || !NameRules.qualifiedName("requests." + place.text()).isEmpty()) {
            place.invalid("must be a valid extended resource name");
        }
    });

    @Override
    public Traits traits() {
        return TRAITS;
    }

    @Override
    public void validate(Place object) {
        check(object, ObjectTree.EMPTY);
    }

    @Override
    public void validateUpdate(Place object, ObjectTree old) {
        check(object, old.object("spec"));
    }

    private static void check(Place object, ObjectTree old) {
        Place spec = object.at("spec");
        SelectorRules.check(spec.at("selectors"), isKept(spec.at("selectors"), old));
        boolean kept = isKept(spec.at("config"), old);
        Bounded.list(
                spec.at("config"), ClaimRules.CONFIGS_LIMIT, config -> ConfigurationRules.check(config, kept));
        EXTENDED_NAME.check(spec.at("extendedResourceName"));
    }

    /// What stood in the old object was sound when it came, whatever the limits are now.
    private static boolean isKept(Place list, ObjectTree old) {
        return !list.isEmpty() && Immutable.same(list.value(), old.get(list.name()));
    }

    @Override
    public Table table() {
        return TABLE;
    }
}
