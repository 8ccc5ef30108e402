package dev.pilothouse.kinds.core.pod;

import dev.pilothouse.api.meta.Problems;
import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import dev.pilothouse.kinds.Subresource;
import dev.pilothouse.kinds.Write;
import dev.pilothouse.kinds.rules.Addresses;
import dev.pilothouse.kinds.rules.Checks;
import dev.pilothouse.kinds.rules.DubiousAddresses;
import dev.pilothouse.kinds.rules.Fill;
import dev.pilothouse.kinds.rules.Gated;
import dev.pilothouse.kinds.rules.Immutable;
import dev.pilothouse.kinds.rules.Ip;
import dev.pilothouse.kinds.rules.Place;
import dev.pilothouse.kinds.rules.Warnings;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What a node reports about a pod.
final class PodStatus implements Subresource {
    private static final List<String> CONTAINERS =
            List.of("containerStatuses", "initContainerStatuses", "ephemeralContainerStatuses");
    private static final Set<String> KNOWN_CONDITIONS = Set.of(
            "ContainersReady",
            "Initialized",
            "Ready",
            "PodScheduled",
            "DisruptionTarget",
            "PodReadyToStartContainers");

    /// The list of the pod's addresses follows the single one, which was there first. Nobody keeps the host's so.
    /// What was given to containers is told to the thousandth.
    static ObjectTree defaults(ObjectTree status) {
        ObjectTree filled = given(matched(status, "podIP", "podIPs"));
        for (String list : CONTAINERS) {
            filled = Fill.each(filled, list, PodStatus::given);
        }
        return filled;
    }

    private static ObjectTree given(ObjectTree part) {
        return Fill.inside(
                Quantities.roundedIn(part, "allocatedResources"), "resources", ContainerDefaults::resources);
    }

    private static ObjectTree matched(ObjectTree status, String single, String list) {
        String one = status.text(single);
        String first = status.list(list).get(0).asObject().text("ip");
        if (one.equals(first)) {
            return status;
        }
        return one.isEmpty()
                ? status.with(single, first)
                : status.with(list, ListTree.of(ObjectTree.EMPTY.with("ip", one)));
    }

    @Override
    public ObjectTree prepare(ObjectTree object, ObjectTree old, Write write) {
        ObjectTree metadata = object.object("metadata");
        for (String field : List.of("ownerReferences", "deletionTimestamp")) {
            Tree before = old.object("metadata").get(field);
            metadata = before.isAbsent() ? metadata.without(field) : metadata.with(field, before);
        }
        ObjectTree status = object.object("status");
        ObjectTree known = old.object("status");
        // Devices that stand for a node's own resources are a feature that is off.
        status = Gated.without(status, known, "nodeAllocatableResourceClaimStatuses");
        if (status.text("qosClass").isEmpty() && known.has("qosClass")) {
            status = status.with("qosClass", known.get("qosClass"));
        }
        return object.with("metadata", metadata)
                .with("spec", old.get("spec"))
                .with("status", observed(status, known));
    }

    @Override
    public List<String> warnings(ObjectTree object, ObjectTree old) {
        Warnings told = new Warnings();
        Place status = Place.root(object, new Problems()).at("status");
        status.at("podIPs").each(address -> DubiousAddresses.warn(address.at("ip"), told));
        status.at("hostIPs").each(address -> DubiousAddresses.warn(address.at("ip"), told));
        return told.list();
    }

    /// Who doesn't say which generation was observed leaves what was said before. Conditions may repeat a type: the first of
    /// each type answer to each other, then the second.
    private static ObjectTree observed(ObjectTree status, ObjectTree old) {
        ObjectTree whole = observing(status, old.number("observedGeneration"));
        Map<String, Deque<Long>> before = new HashMap<>();
        for (ObjectTree condition : old.list("conditions").objects()) {
            before.computeIfAbsent(condition.text("type"), _ -> new ArrayDeque<>())
                    .add(condition.number("observedGeneration"));
        }
        return Fill.each(whole, "conditions", condition -> {
            Long generation = before.getOrDefault(condition.text("type"), new ArrayDeque<>()).poll();
            return generation == null ? condition : observing(condition, generation);
        });
    }

    private static ObjectTree observing(ObjectTree part, long generation) {
        return part.number("observedGeneration") == 0 && generation != 0
                ? part.with("observedGeneration", generation)
                : part;
    }

    @Override
    public void validate(Place object, ObjectTree old) {
        PodAnnotations.checkUpdate(
                object.at("metadata", "annotations"),
                old.object("metadata").object("annotations"));
        Place status = object.at("status");
        ObjectTree before = old.object("status");
        status.at("conditions").each(condition -> {
            if (!KNOWN_CONDITIONS.contains(condition.at("type").text())) {
                condition.at("type").renamed("Type").check(Checks.QUALIFIED_NAME);
            }
        });
        nominated(object, before);
        status.at("observedGeneration").check(Checks.NON_NEGATIVE);
        for (String list : List.of("containerStatuses", "initContainerStatuses")) {
            transitions(
                    status.at(list),
                    before.list(list),
                    object.at("spec", "restartPolicy").text());
        }
        if (!Immutable.same(status.at("podIPs").value(), before.get("podIPs"))) {
            addresses(status.at("podIPs"));
        }
        Immutable.check(status.at("qosClass"), before.get("qosClass"));
    }

    private static void nominated(Place pod, ObjectTree before) {
        Place node = pod.at("status", "nominatedNodeName");
        if (node.isEmpty() || node.is(before.text("nominatedNodeName"))) {
            return;
        }
        node.check(Checks.DNS_SUBDOMAIN);
        if (!pod.at("spec", "nodeName").isEmpty()) {
            node.forbidden("may not be set on pods that are already bound to a node");
        }
    }

    /// A container that has ended and won't be started again stays ended.
    private static void transitions(Place now, ListTree before, String restart) {
        if (restart.equals("Always")) {
            return;
        }
        for (ObjectTree old : before.objects()) {
            ObjectTree ended = old.object("state").object("terminated");
            boolean over = old.object("state").has("terminated");
            if (!over || ended.number("exitCode") != 0 && restart.equals("OnFailure")) {
                continue;
            }
            now.each(status -> {
                boolean same = status.at("containerID").is(old.text("containerID"));
                if (same && status.at("state", "terminated").isAbsent()) {
                    status.at("state").forbidden("may not be transitioned to non-terminated state");
                }
            });
        }
    }

    private static void addresses(Place ips) {
        ips.each(ip -> Addresses.IP.check(ip.with(ip.at("ip").value())));
        List<ObjectTree> all = ips.list().objects();
        if (all.size() < 2) {
            return;
        }
        long six = all.stream()
                .filter(ip -> Ip.parse(ip.text("ip")).map(Ip::isV6).orElse(false))
                .count();
        if (all.size() > 2 || six != 1) {
            ips.invalid("may specify no more than one IP for each IP family");
        }
    }
}
