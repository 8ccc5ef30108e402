package dev.pilothouse.kinds.discovery;

import dev.pilothouse.api.meta.NameRules;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.kinds.rules.Addresses;
import dev.pilothouse.kinds.rules.Check;
import dev.pilothouse.kinds.rules.Checks;
import dev.pilothouse.kinds.rules.Immutable;
import dev.pilothouse.kinds.rules.Ip;
import dev.pilothouse.kinds.rules.Place;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Rules for a slice of a service's addresses.
final class EndpointSliceRules {
    private static final int ENDPOINTS_LIMIT = 1000;
    private static final int ADDRESSES_LIMIT = 100;
    private static final int PORTS_LIMIT = 20000;
    private static final int TOPOLOGY_LIMIT = 16;
    private static final int HINTS_LIMIT = 8;
    private static final List<String> TYPES = List.of("FQDN", "IPv4", "IPv6");
    private static final Check PROTOCOL = Checks.oneOf("SCTP", "TCP", "UDP");

    private EndpointSliceRules() {}

    static void check(Place slice) {
        slice.at("addressType").check(Checks.requiredOneOf(TYPES.toArray(String[]::new)));
        endpoints(slice.at("endpoints"), slice.at("addressType").text());
        ports(slice.at("ports"));
    }

    static void checkUpdate(Place slice, ObjectTree old) {
        check(slice);
        Immutable.check(slice.at("addressType"), old.get("addressType"));
    }

    private static void endpoints(Place endpoints, String type) {
        if (endpoints.list().size() > ENDPOINTS_LIMIT) {
            endpoints.tooMany(ENDPOINTS_LIMIT);
            return;
        }
        endpoints.each(endpoint -> {
            Place addresses = endpoint.at("addresses");
            if (addresses.isEmpty()) {
                addresses.required("must contain at least 1 address");
            } else if (addresses.list().size() > ADDRESSES_LIMIT) {
                addresses.tooMany(ADDRESSES_LIMIT);
            }
            addresses.each(address -> address(address, type));
            endpoint.at("nodeName").check(Checks.optional(Checks.DNS_SUBDOMAIN));
            topology(endpoint);
            hints(endpoint.at("hints"));
            endpoint.at("hostname").check(Checks.optional(Checks.DNS_LABEL));
        });
    }

    private static void address(Place address, String type) {
        switch (type) {
            case "IPv4", "IPv6" -> {
                var ip = Ip.parse(address.text());
                if (ip.isEmpty()) {
                    Addresses.IP.check(address);
                    return;
                }
                if (ip.get().isV6() != type.equals("IPv6")) {
                    address.invalid("must be an " + type + " address");
                    return;
                }
                Addresses.REACHABLE.check(address);
            }
            case "FQDN" -> Checks.DNS_SUBDOMAIN.check(address);
            default -> {
                // Reported at the type.
            }
        }
    }

    private static void topology(Place endpoint) {
        Place topology = endpoint.at("deprecatedTopology");
        topology.check(Checks.LABELS);
        if (topology.object().size() > TOPOLOGY_LIMIT) {
            topology.problems().tooMany(topology.path(), topology.object().size(), TOPOLOGY_LIMIT);
        }
        Place hostname = topology.key("kubernetes.io/hostname");
        if (hostname.isPresent()) {
            hostname.forbidden("must not be specified in endpoints[].deprecatedTopology");
        }
    }

    private static void hints(Place hints) {
        named(hints.at("forZones"), Checks.syntax(NameRules::labelValue));
        named(hints.at("forNodes"), Checks.DNS_SUBDOMAIN);
    }

    private static void named(Place list, Check syntax) {
        if (list.list().size() > HINTS_LIMIT) {
            list.tooMany(HINTS_LIMIT);
            return;
        }
        Set<String> seen = new HashSet<>();
        list.each(item -> {
            Place name = item.at("name");
            if (!seen.add(name.text())) {
                name.duplicate();
            }
            syntax.check(name);
        });
    }

    private static void ports(Place ports) {
        if (ports.list().size() > PORTS_LIMIT) {
            ports.tooMany(PORTS_LIMIT);
            return;
        }
        Set<String> names = new HashSet<>();
        ports.each(port -> {
            Place name = port.at("name");
            name.check(Checks.nonEmpty(Checks.DNS_LABEL));
            if (!names.add(name.text())) {
                name.duplicate();
            }
            if (port.at("protocol").isAbsent()) {
                port.at("protocol").required("");
            } else {
                PROTOCOL.check(port.at("protocol"));
            }
            port.at("appProtocol").check(Checks.optional(Checks.QUALIFIED_NAME));
        });
    }
}
