package dev.pilothouse.kinds.core;

import dev.pilothouse.kinds.rules.Addresses;
import dev.pilothouse.kinds.rules.Checks;
import dev.pilothouse.kinds.rules.Place;

/// Rules for a service's addresses.
final class EndpointsRules {
    private EndpointsRules() {}

    static void check(Place endpoints) {
        endpoints.at("subsets").each(subset -> {
            if (subset.at("addresses").isEmpty() && subset.at("notReadyAddresses").isEmpty()) {
                subset.required("must specify `addresses` or `notReadyAddresses`");
            }
            subset.at("addresses").each(EndpointsRules::address);
            subset.at("notReadyAddresses").each(EndpointsRules::address);
            boolean several = subset.at("ports").list().size() > 1;
            subset.at("ports").each(port -> port(port, several));
        });
    }

    private static void address(Place address) {
        Addresses.IP.check(address.at("ip"));
        address.at("hostname").check(Checks.nonEmpty(Checks.DNS_LABEL));
        address.at("nodeName").check(Checks.optional(Checks.DNS_SUBDOMAIN));
        Addresses.REACHABLE.check(address.at("ip"));
    }

    private static void port(Place port, boolean several) {
        Place name = port.at("name");
        if (several && name.isEmpty()) {
            name.required("");
        } else {
            name.check(Checks.nonEmpty(Checks.DNS_LABEL));
        }
        Checks.PORT.check(port.at("port"));
        port.at("protocol").check(Checks.requiredOneOf("SCTP", "TCP", "UDP"));
        port.at("appProtocol").check(Checks.optional(Checks.QUALIFIED_NAME));
    }
}
