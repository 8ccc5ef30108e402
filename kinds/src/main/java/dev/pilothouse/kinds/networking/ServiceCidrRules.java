package dev.pilothouse.kinds.networking;

import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.kinds.rules.Addresses;
import dev.pilothouse.kinds.rules.Cidr;
import dev.pilothouse.kinds.rules.Immutable;
import dev.pilothouse.kinds.rules.Place;

/// Rules for the ranges of services' addresses: one, or one a family.
final class ServiceCidrRules {
    private static final String ONE_A_FAMILY =
            "may specify no more than one IP for each IP family, i.e 192.168.0.0/24 and 2001:db8::/64";

    private ServiceCidrRules() {}

    static void check(Place object) {
        Place ranges = object.at("spec", "cidrs");
        int count = ranges.list().size();
        if (count == 0) {
            ranges.required("at least one CIDR required");
        } else if (count > 2) {
            ranges.invalid("may only hold up to 2 values");
        } else if (count == 2) {
            var first = Cidr.parse(ranges.list().get(0).asText());
            var second = Cidr.parse(ranges.list().get(1).asText());
            if (first.isPresent() && second.isPresent() && first.get().isV6() == second.get().isV6()) {
                ranges.invalid(ONE_A_FAMILY);
            }
        }
        ranges.each(Addresses.CIDR::check);
    }

    /// A range stays; one of the other family may come.
    static void checkUpdate(Place object, ObjectTree old) {
        Place ranges = object.at("spec", "cidrs");
        ListTree before = old.object("spec").list("cidrs");
        if (before.size() == 1 && ranges.list().size() == 2) {
            Immutable.check(ranges.item(0, ranges.list().get(0)), before.get(0));
            check(object);
        } else {
            Immutable.check(ranges, before);
        }
    }
}
