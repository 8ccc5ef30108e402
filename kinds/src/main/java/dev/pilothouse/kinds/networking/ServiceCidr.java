package dev.pilothouse.kinds.networking;

import dev.pilothouse.api.meta.Problems;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.kinds.Kind;
import dev.pilothouse.kinds.Traits;
import dev.pilothouse.kinds.rules.DubiousAddresses;
import dev.pilothouse.kinds.rules.Place;
import dev.pilothouse.kinds.rules.Warnings;
import dev.pilothouse.kinds.table.Cells;
import dev.pilothouse.kinds.table.Columns;
import dev.pilothouse.kinds.table.Table;
import java.util.List;

/// A range that services get their addresses from. Source: API reference "ServiceCIDR v1 networking.k8s.io".
public final class ServiceCidr implements Kind {
    private static final Traits TRAITS = Traits.of("networking.k8s.io", "ServiceCIDR").statusKeeping(Traits.STATUS_METADATA);
    private static final Table TABLE = Columns.of(
            "networking.k8s.io",
            "ServiceCIDR",
            Cells.of(cidr -> String.join(",", cidr.object("spec").list("cidrs").texts())));

    @Override
    public Traits traits() {
        return TRAITS;
    }

    @Override
    public void validate(Place object) {
        ServiceCidrRules.check(object);
    }

    @Override
    public void validateUpdate(Place object, ObjectTree old) {
        ServiceCidrRules.checkUpdate(object, old);
    }

    @Override
    public List<String> warnings(ObjectTree object, ObjectTree old) {
        Warnings told = new Warnings();
        Place root = Place.root(object, new Problems());
        root.at("spec", "cidrs").each(range -> DubiousAddresses.warnOfRange(range, told));
        return told.list();
    }

    @Override
    public Table table() {
        return TABLE;
    }
}
