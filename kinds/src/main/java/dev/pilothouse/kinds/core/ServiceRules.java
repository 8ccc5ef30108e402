package dev.pilothouse.kinds.core;

import dev.pilothouse.api.meta.NameRules;
import dev.pilothouse.api.meta.ObjectMeta;
import dev.pilothouse.api.meta.Problems;
import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import dev.pilothouse.kinds.rules.Addresses;
import dev.pilothouse.kinds.rules.Check;
import dev.pilothouse.kinds.rules.Checks;
import dev.pilothouse.kinds.rules.Ip;
import dev.pilothouse.kinds.rules.Place;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Rules for services. They hold after addresses and node ports have been handed out.
final class ServiceRules {
    private static final long AFFINITY_SECONDS_MOST = 86400;
    private static final String HINTS = "service.kubernetes.io/topology-aware-hints";
    private static final String MODE = "service.kubernetes.io/topology-mode";
    private static final String SOURCE_RANGES = "service.beta.kubernetes.io/load-balancer-source-ranges";
    private static final String BALANCED_ONLY = "may only be used when `type` is 'LoadBalancer'";

    private static final Check TYPE =
            Checks.requiredOneOf("ClusterIP", "ExternalName", "LoadBalancer", "NodePort");
    private static final Check TRAFFIC = Checks.oneOf("Cluster", "Local");
    private static final Check DISTRIBUTION =
            Checks.optional(Checks.oneOfInOrder("PreferClose", "PreferSameZone", "PreferSameNode"));

    private ServiceRules() {}

    static boolean isHeadless(ObjectTree spec) {
        ListTree addresses = spec.list("clusterIPs");
        return addresses.size() == 1 && addresses.get(0).asText().equals("None");
    }

    static void check(Place service) {
        if (areFamiliesSound(service.at("spec"))) {
            checkAll(service);
        }
    }

    /// Addresses are handed out before anything else is judged: who can't be given any hears of nothing else.
    private static boolean areFamiliesSound(Place spec) {
        if (spec.at("type").is("ExternalName")) {
            return true;
        }
        Problems found = new Problems();
        ServiceAddressRules.check(spec.into(found));
        found.list().forEach(spec.problems()::add);
        return found.list().isEmpty();
    }

    private static void checkAll(Place service) {
        ObjectTree annotations = ObjectMeta.annotations(service.object());
        if (annotations.has(MODE)
                && annotations.has(HINTS)
                && !annotations.text(MODE).equals(annotations.text(HINTS))) {
            service.at("metadata", "annotations")
                    .key(MODE)
                    .invalid("must match annotations[" + HINTS + "] when both are specified");
        }
        Place spec = service.at("spec");
        String type = spec.at("type").text();
        boolean headless = isHeadless(spec.object());
        boolean external = type.equals("ExternalName");
        if (spec.at("ports").isEmpty() && !headless && !external) {
            spec.at("ports").required("");
        }
        ofType(spec, type, headless);
        ports(spec.at("ports"));
        spec.at("selector").check(Checks.LABELS);
        affinity(spec);
        spec.at("externalIPs").each(address -> {
            if (Ip.parse(address.text()).isEmpty()) {
                Addresses.IP.check(address);
            } else {
                Addresses.REACHABLE.check(address);
            }
        });
        TYPE.check(spec.at("type"));
        portsTwice(spec.at("ports"), type);
        sourceRanges(service, spec, type);
        balancing(spec, type);
        externalTraffic(spec);
        internalTraffic(spec, type);
        DISTRIBUTION.check(spec.at("trafficDistribution"));
    }

    private static void ofType(Place spec, String type, boolean headless) {
        switch (type) {
            case "LoadBalancer", "NodePort" -> {
                if (headless) {
                    Place first = spec.at("clusterIPs").item(0, Tree.of("None"));
                    first.invalid("may not be set to 'None' for " + type + " services");
                }
            }
            case "ExternalName" -> {
                for (String field : List.of("clusterIPs", "ipFamilies")) {
                    if (!spec.at(field).isEmpty()) {
                        spec.at(field).forbidden("may not be set for ExternalName services");
                    }
                }
                if (spec.at("ipFamilyPolicy").isPresent()) {
                    spec.at("ipFamilyPolicy").forbidden("may not be set for ExternalName services");
                }
                Place name = spec.at("externalName");
                String bare = name.text().endsWith(".")
                        ? name.text().substring(0, name.text().length() - 1)
                        : name.text();
                if (bare.isEmpty()) {
                    name.required("");
                } else {
                    name.invalidEach(bare, NameRules.dns1123Subdomain(bare));
                }
            }
            default -> {
                // A cluster IP by itself is asked for nothing more.
            }
        }
    }

    private static void ports(Place ports) {
        boolean several = ports.list().size() > 1;
        Set<String> names = new HashSet<>();
        ports.each(port -> {
            Place name = port.at("name");
            if (several && name.isEmpty()) {
                name.required("");
            } else if (!name.isEmpty()) {
                Checks.DNS_LABEL.check(name);
                if (!names.add(name.text())) {
                    name.duplicate();
                }
            }
            Checks.PORT.check(port.at("port"));
            port.at("protocol").check(Checks.requiredOneOf("SCTP", "TCP", "UDP"));
            Checks.PORT_OR_NAME.check(port.at("targetPort"));
            port.at("appProtocol").check(Checks.optional(Checks.QUALIFIED_NAME));
        });
    }

    private static void affinity(Place spec) {
        Place affinity = spec.at("sessionAffinity");
        affinity.check(Checks.requiredOneOf("ClientIP", "None"));
        Place config = spec.at("sessionAffinityConfig");
        if (affinity.is("None") && config.isPresent()) {
            config.forbidden("must not be set when session affinity is None");
        }
        if (!affinity.is("ClientIP")) {
            return;
        }
        Place client = config.at("clientIP");
        Place seconds = client.at("timeoutSeconds");
        for (Place place : List.of(config, client, seconds)) {
            if (place.isAbsent()) {
                place.required("when session affinity type is ClientIP");
                return;
            }
        }
        if (seconds.number() <= 0 || seconds.number() > AFFINITY_SECONDS_MOST) {
            seconds.invalid("must be greater than 0 and less than " + AFFINITY_SECONDS_MOST);
        }
    }

    private static void portsTwice(Place ports, String type) {
        if (type.equals("ClusterIP")) {
            ports.each(port -> {
                if (port.at("nodePort").number() != 0) {
                    port.at("nodePort").forbidden("may not be used when `type` is 'ClusterIP'");
                }
            });
        }
        Set<String> nodePorts = new HashSet<>();
        ports.each(port -> {
            Place nodePort = port.at("nodePort");
            String protocol = port.at("protocol").text();
            if (nodePort.number() != 0 && !nodePorts.add(protocol + nodePort.number())) {
                nodePort.duplicate();
            }
        });
        Set<String> numbers = new HashSet<>();
        ports.each(port -> {
            long number = port.at("port").number();
            String protocol = port.at("protocol").text();
            if (!numbers.add(protocol + number)) {
                port.duplicate(port.with(ObjectTree.EMPTY.with("protocol", protocol).with("port", number)), "");
            }
        });
    }

    private static void sourceRanges(Place service, Place spec, String type) {
        boolean balanced = type.equals("LoadBalancer");
        Place ranges = spec.at("loadBalancerSourceRanges").renamed("LoadBalancerSourceRanges");
        Place annotation = service.at("metadata", "annotations").key(SOURCE_RANGES);
        if (!ranges.isEmpty()) {
            if (!balanced) {
                ranges.forbidden(BALANCED_ONLY);
            }
            ranges.each(range -> Addresses.CIDR.check(range.with(Tree.of(range.text().strip()))));
        } else if (annotation.isPresent()) {
            if (!balanced) {
                annotation.forbidden(BALANCED_ONLY);
            }
            if (!annotation.text().isBlank()) {
                for (String range : annotation.text().strip().split(",", -1)) {
                    Addresses.CIDR.check(annotation.with(Tree.of(range.strip())));
                }
            }
        }
    }

    private static void balancing(Place spec, String type) {
        boolean balanced = type.equals("LoadBalancer");
        Place allocate = spec.at("allocateLoadBalancerNodePorts");
        if (!balanced && allocate.isPresent()) {
            allocate.forbidden(BALANCED_ONLY);
        }
        Place loadBalancerClass = spec.at("loadBalancerClass");
        if (loadBalancerClass.isPresent()) {
            if (balanced) {
                Checks.QUALIFIED_NAME.check(loadBalancerClass);
            } else {
                loadBalancerClass.forbidden(BALANCED_ONLY);
            }
        }
    }

    private static void externalTraffic(Place spec) {
        Place policy = spec.at("externalTrafficPolicy");
        if (!ServiceDefaults.isReachableFromOutside(spec.object())) {
            if (!policy.isEmpty()) {
                policy.invalid("may only be set for externally-accessible services");
            }
        } else {
            policy.check(Checks.required("", TRAFFIC));
        }
        Place port = spec.at("healthCheckNodePort");
        if (ServiceTransitions.needsHealthCheck(spec.object())) {
            port.check(Checks.required("", Checks.PORT));
        } else if (port.number() != 0) {
            port.invalid("may only be set when `type` is 'LoadBalancer' and `externalTrafficPolicy` is 'Local'");
        }
    }

    private static void internalTraffic(Place spec, String type) {
        Place policy = spec.at("internalTrafficPolicy");
        if (policy.isPresent()) {
            TRAFFIC.check(policy);
        } else if (List.of("ClusterIP", "NodePort", "LoadBalancer").contains(type)) {
            policy.required("");
        }
    }

    static void checkUpdate(Place service, ObjectTree old) {
        Place spec = service.at("spec");
        if (!areFamiliesSound(spec)) {
            return;
        }
        ObjectTree before = old.object("spec");
        ServiceAddressRules.checkUpdate(spec, before);
        Place loadBalancerClass = spec.at("loadBalancerClass");
        boolean stays = spec.at("type").is("LoadBalancer")
                && before.text("type").equals("LoadBalancer");
        if (stays && !loadBalancerClass.value().equals(before.get("loadBalancerClass"))) {
            loadBalancerClass.invalid("may not change once set");
        }
        Place port = spec.at("healthCheckNodePort");
        if (ServiceTransitions.needsHealthCheck(before)
                && ServiceTransitions.needsHealthCheck(spec.object())
                && port.number() != before.number("healthCheckNodePort")) {
            port.forbidden("field is immutable");
        }
        checkAll(service);
    }

    static void checkStatus(Place service) {
        Place ingress = service.at("status", "loadBalancer").at("ingress");
        if (!service.at("spec", "type").is("LoadBalancer") && !ingress.isEmpty()) {
            ingress.forbidden("may only be used when `spec.type` is 'LoadBalancer'");
            return;
        }
        ingress.each(LoadBalancerRules::ingress);
    }
}
