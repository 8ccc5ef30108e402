package dev.pilothouse.kinds.networking;

import dev.pilothouse.api.meta.NameRules;
import dev.pilothouse.api.tree.TextTree;
import dev.pilothouse.kinds.rules.Addresses;
import dev.pilothouse.kinds.rules.Check;
import dev.pilothouse.kinds.rules.Checks;
import dev.pilothouse.kinds.rules.Cidr;
import dev.pilothouse.kinds.rules.Place;

/// Rules for network policies.
final class NetworkPolicyRules {
    private static final Check TYPE = Checks.oneOfInOrder("Ingress", "Egress");
    private static final Check PROTOCOL = Checks.optional(Checks.oneOfInOrder("TCP", "UDP", "SCTP"));

    private NetworkPolicyRules() {}

    static void check(Place policy) {
        Place spec = policy.at("spec");
        Checks.SELECTOR.check(spec.at("podSelector"));
        spec.at("ingress").each(rule -> traffic(rule, "from"));
        spec.at("egress").each(rule -> traffic(rule, "to"));
        Place types = spec.at("policyTypes");
        if (types.list().size() > 2) {
            types.invalid("may not specify more than two policyTypes");
            return;
        }
        types.each(TYPE::check);
    }

    private static void traffic(Place rule, String peers) {
        rule.at("ports").each(NetworkPolicyRules::port);
        rule.at(peers).each(NetworkPolicyRules::peer);
    }

    private static void port(Place rule) {
        PROTOCOL.check(rule.at("protocol"));
        Place port = rule.at("port");
        Place end = rule.at("endPort");
        if (port.isAbsent()) {
            if (end.isPresent()) {
                end.invalid("may not be specified when `port` is not specified");
            }
        } else if (port.value() instanceof TextTree) {
            if (end.isPresent()) {
                end.invalid("may not be specified when `port` is non-numeric");
            }
            port.invalidEach(NameRules.portName(port.text()));
        } else {
            Checks.PORT.check(port);
            if (end.isPresent()) {
                if (end.number() < port.number()) {
                    end.invalid(port.value(), "must be greater than or equal to `port`");
                }
                Checks.PORT.check(end);
            }
        }
    }

    private static void peer(Place peer) {
        Place pods = peer.at("podSelector");
        Place namespaces = peer.at("namespaceSelector");
        Place block = peer.at("ipBlock");
        Checks.SELECTOR.check(pods);
        Checks.SELECTOR.check(namespaces);
        boolean selects = pods.isPresent() || namespaces.isPresent();
        if (block.isPresent()) {
            block(block);
            if (selects) {
                peer.forbidden("may not specify both ipBlock and another peer");
            }
        } else if (!selects) {
            peer.required("must specify a peer");
        }
    }

    private static void block(Place block) {
        Place range = block.at("cidr");
        if (range.isEmpty()) {
            range.required("");
            return;
        }
        Addresses.CIDR.check(range);
        var whole = Cidr.parse(range.text());
        block.at("except").each(except -> {
            Addresses.CIDR.check(except);
            var part = Cidr.parse(except.text());
            if (whole.isPresent() && part.isPresent() && !whole.get().isWiderThan(part.get())) {
                except.invalid("must be a strict subset of `cidr`");
            }
        });
    }
}
