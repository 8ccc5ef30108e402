package dev.pilothouse.kinds.networking;

import dev.pilothouse.api.meta.NameRules;
import dev.pilothouse.kinds.rules.Check;
import dev.pilothouse.kinds.rules.Checks;
import dev.pilothouse.kinds.rules.Place;

/// Rules for allocated addresses.
final class IpAddressRules {
    private static final Check OPTIONAL_SEGMENT = Checks.nonEmpty(Checks.syntax(NameRules::pathSegment));

    private IpAddressRules() {}

    static void check(Place object) {
        Place parent = object.at("spec", "parentRef");
        if (parent.isAbsent()) {
            parent.required("");
            return;
        }
        parent.at("group").check(Checks.nonEmpty(Checks.DNS_SUBDOMAIN));
        parent.at("resource").check(IngressRules.SEGMENT);
        parent.at("name").check(IngressRules.SEGMENT);
        parent.at("namespace").check(OPTIONAL_SEGMENT);
    }
}
