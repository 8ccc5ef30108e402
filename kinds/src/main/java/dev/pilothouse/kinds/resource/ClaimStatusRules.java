package dev.pilothouse.kinds.resource;

import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import dev.pilothouse.kinds.core.pod.NodeSelectors;
import dev.pilothouse.kinds.resource.ClaimRules.RequestNames;
import dev.pilothouse.kinds.rules.Bounded;
import dev.pilothouse.kinds.rules.Check;
import dev.pilothouse.kinds.rules.Checks;
import dev.pilothouse.kinds.rules.Immutable;
import dev.pilothouse.kinds.rules.Place;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// Rules for what was found for a claim, who uses it, and what drivers tell about it.
final class ClaimStatusRules {
    private static final int CONSUMERS_LIMIT = 256;
    private static final int RESULTS_LIMIT = 32;
    private static final Check SOURCE = Checks.required("", Checks.oneOfInOrder("FromClaim", "FromClass"));

    private ClaimStatusRules() {}

    static void check(Place claim, ObjectTree old) {
        Place status = claim.at("status");
        Place consumers = status.at("reservedFor");
        Bounded.setBy("uid", consumers, CONSUMERS_LIMIT, consumer -> {
            for (String field : List.of("resource", "name", "uid")) {
                Checks.REQUIRED.check(consumer.at(field));
            }
        });
        Place allocation = status.at("allocation");
        Set<String> allocated = allocation.at("devices", "results").list().objects().stream()
                .map(ClaimStatusRules::identity)
                .collect(Collectors.toSet());
        Set<String> seen = new HashSet<>();
        status.at("devices").each(device -> DeviceStatusRules.check(device, allocated));
        status.at("devices").each(device -> {
            if (!seen.add(identity(device.object()))) {
                device.duplicate(Tree.of(identity(device.object())), "");
            }
        });
        if (!consumers.isEmpty()) {
            reserved(claim, consumers, allocation, old.object("status").list("reservedFor"));
        }
        Tree before = old.object("status").get("allocation");
        if (!before.isNull() && allocation.isPresent()) {
            Immutable.check(allocation, before);
        } else if (allocation.isPresent()) {
            allocation(allocation, RequestNames.of(claim.at("spec", "devices").object()));
        }
    }

    private static void reserved(Place claim, Place consumers, Place allocation, ListTree before) {
        if (allocation.isAbsent()) {
            consumers.forbidden("may not be specified when `allocated` is not set");
        } else if (claim.at("metadata", "deletionTimestamp").isPresent()
                && consumers.list().stream().anyMatch(now -> before.stream().noneMatch(now::equals))) {
            consumers.forbidden("new entries may not be added while `deallocationRequested` or `deletionTimestamp` are set");
        }
    }

    /// What tells an allocated device from all others, as messages show it.
    static String identity(ObjectTree device) {
        String name = device.text("driver") + "/" + device.text("pool") + "/" + device.text("device");
        return device.get("shareID").isNull() ? name : name + "/" + device.text("shareID");
    }

    private static void allocation(Place allocation, RequestNames names) {
        Place devices = allocation.at("devices");
        Bounded.list(devices.at("results"), RESULTS_LIMIT, result -> result(result, names));
        Bounded.list(devices.at("config"), 2 * ClaimRules.CONFIGS_LIMIT, config -> {
            SOURCE.check(config.at("source"));
            ClaimRules.names(config.at("requests"), names);
            ConfigurationRules.check(config);
        });
        if (allocation.at("nodeSelector").isPresent()) {
            NodeSelectors.check(allocation.at("nodeSelector"), false);
        }
    }

    private static void result(Place result, RequestNames names) {
        names.check(result.at("request"));
        DeviceNames.DRIVER.check(result.at("driver"));
        DeviceNames.POOL.check(result.at("pool"));
        Checks.DNS_LABEL.check(result.at("device"));
        ConditionNameRules.check(result);
        result.at("tolerations").each(DeviceTaintRules::toleration);
        Checks.optional(DeviceNames.SHARE).check(result.at("shareID"));
    }
}
