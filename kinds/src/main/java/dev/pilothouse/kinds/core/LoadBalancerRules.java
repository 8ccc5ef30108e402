package dev.pilothouse.kinds.core;

import dev.pilothouse.kinds.rules.Addresses;
import dev.pilothouse.kinds.rules.Checks;
import dev.pilothouse.kinds.rules.Ip;
import dev.pilothouse.kinds.rules.Place;
import java.util.List;

/// Rules for the points at which a load balancer takes traffic.
final class LoadBalancerRules {
    private LoadBalancerRules() {}

    static void ingress(Place point) {
        Place ip = point.at("ip");
        Place mode = point.at("ipMode");
        ip.check(Checks.nonEmpty(Addresses.IP));
        if (mode.isAbsent()) {
            if (!ip.isEmpty()) {
                mode.required("must be specified when `ip` is set");
            }
        } else if (ip.isEmpty()) {
            mode.forbidden("may not be specified when `ip` is not set");
        } else if (!mode.is("VIP") && !mode.is("Proxy")) {
            mode.notSupported(List.of("Proxy", "VIP"));
        }
        Place host = point.at("hostname");
        if (!host.isEmpty()) {
            Checks.DNS_SUBDOMAIN.check(host);
            if (Ip.parse(host.text()).isPresent()) {
                host.invalid("must be a DNS name, not an IP address");
            }
        }
    }
}
