package dev.pilothouse.kinds.core;

import dev.pilothouse.api.meta.NameRules;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.kinds.core.pod.ResourceRules;
import dev.pilothouse.kinds.core.pod.SchedulingRules;
import dev.pilothouse.kinds.rules.Addresses;
import dev.pilothouse.kinds.rules.Check;
import dev.pilothouse.kinds.rules.Checks;
import dev.pilothouse.kinds.rules.Cidr;
import dev.pilothouse.kinds.rules.Immutable;
import dev.pilothouse.kinds.rules.Place;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Rules for nodes.
final class NodeRules {
    private static final Check EFFECT = Checks.required("", SchedulingRules.TAINT_EFFECT);
    private static final String CIDR_STAYS = "node updates may not change podCIDR except from \"\" to valid";

    private NodeRules() {}

    static void create(Place node) {
        taints(node);
        resources(node);
        Place ranges = node.at("spec", "podCIDRs");
        ranges.each(Addresses.CIDR::check);
        List<String> texts = ranges.list().texts();
        if (texts.size() > 1) {
            long v6 = texts.stream()
                    .filter(text -> Cidr.parse(text).map(Cidr::isV6).orElse(false))
                    .count();
            if (v6 == 0 || v6 == texts.size() || texts.size() > 2) {
                ranges.invalid("may specify no more than one CIDR for each IP family");
            }
        }
    }

    /// Taints are reported below `metadata`, where they stood once as an annotation.
    private static void taints(Place node) {
        Set<String> seen = new HashSet<>();
        Place taints = node.at("metadata", "taints").with(node.at("spec", "taints").value());
        taints.each(taint -> {
            Place key = taint.at("key");
            key.invalidEach(NameRules.qualifiedName(key.text()));
            List<String> broken = NameRules.labelValue(taint.at("value").text());
            if (!broken.isEmpty()) {
                taint.at("value").invalidText(String.join(";", broken));
            }
            EFFECT.check(taint.at("effect"));
            if (!seen.add(taint.at("effect").text() + "/" + key.text())) {
                taint.duplicate(
                        node.at("spec", "taints").item(taint.index(), taint.value()),
                        "taints must be unique by key and effect pair");
            }
        });
    }

    private static void resources(Place node) {
        for (String list : List.of("capacity", "allocatable")) {
            Place resources = node.at("status", list);
            for (String name : resources.object().names()) {
                ResourceRules.quantity(resources.at(name), name);
            }
        }
    }

    static void update(Place node, ObjectTree old) {
        resources(node);
        Place addresses = node.at("status", "addresses");
        Checks.unique().check(addresses);
        Place spec = node.at("spec");
        ObjectTree before = old.object("spec");
        if (!before.list("podCIDRs").isEmpty()
                && !Immutable.same(spec.at("podCIDRs").value(), before.get("podCIDRs"))) {
            spec.at("podCIDRs").forbidden(CIDR_STAYS);
        }
        if (!before.text("providerID").isEmpty() && !spec.at("providerID").is(before.text("providerID"))) {
            spec.at("providerID")
                    .forbidden("node updates may not change providerID except from \"\" to valid");
        }
        configSource(spec.at("configSource"));
        taints(node);
        if (!spec.at("externalID").is(before.text("externalID"))) {
            spec.at("externalID").forbidden("may not be updated");
        }
    }

    /// Where a kubelet took its configuration from once; without effect, but kept sound.
    private static void configSource(Place source) {
        if (source.isAbsent()) {
            return;
        }
        Place map = source.at("configMap");
        if (map.isAbsent()) {
            source.invalid("exactly one reference subfield must be non-nil");
            return;
        }
        if (!map.at("uid").isEmpty()) {
            map.at("uid").forbidden("uid must not be set in spec");
        }
        if (!map.at("resourceVersion").isEmpty()) {
            map.at("resourceVersion").forbidden("resourceVersion must not be set in spec");
        }
        map.at("namespace").check(Checks.required("namespace must be set", Checks.DNS_LABEL));
        map.at("name").check(Checks.required("name must be set", Checks.DNS_SUBDOMAIN));
        map.at("kubeletConfigKey")
                .check(Checks.required("kubeletConfigKey must be set", Checks.syntax(NameRules::configKey)));
    }
}
