package dev.pilothouse.kinds.resource;

import dev.pilothouse.api.meta.NameRules;
import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.NullTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import dev.pilothouse.kinds.core.pod.NodeSelectors;
import dev.pilothouse.kinds.rules.Bounded;
import dev.pilothouse.kinds.rules.Check;
import dev.pilothouse.kinds.rules.Checks;
import dev.pilothouse.kinds.rules.Immutable;
import dev.pilothouse.kinds.rules.Place;
import java.util.ArrayList;
import java.util.List;

/// Rules for slices of a pool: who offers, on which nodes, which devices.
final class SliceRules {
    private static final int DEVICES_LIMIT = 128;

    /// Devices with taints or shared counters cost the scheduler more.
    private static final int ADVANCED_DEVICES_LIMIT = 64;

    private static final int COUNTER_SETS_LIMIT = 8;
    private static final int COUNTERS_LIMIT = 32;
    private static final int LABEL_LIMIT = 63;
    private static final String ONE_OF =
            "exactly one of `nodeName`, `nodeSelector`, `allNodes`, `perDeviceNodeSelection` is required";

    private SliceRules() {}

    static void checkUpdate(Place slice, ObjectTree old) {
        Place spec = slice.at("spec");
        ObjectTree before = old.object("spec");
        pool(spec);
        Immutable.check(spec.at("pool", "name"), before.object("pool").get("name"));
        Immutable.check(spec, before, "driver", "nodeName");
        rest(spec, before);
    }

    static void check(Place slice) {
        pool(slice.at("spec"));
        rest(slice.at("spec"), ObjectTree.EMPTY);
    }

    private static void pool(Place spec) {
        DeviceNames.DRIVER.check(spec.at("driver"));
        Place pool = spec.at("pool");
        DeviceNames.POOL.check(pool.at("name"));
        if (pool.at("resourceSliceCount").number() <= 0) {
            pool.at("resourceSliceCount").invalidNumber("must be greater than zero");
        }
        if (pool.at("generation").number() < 0) {
            pool.at("generation").invalidNumber("must be greater than or equal to zero");
        }
    }

    private static void rest(Place spec, ObjectTree old) {
        nodes(spec);
        if (spec.at("sharedCounters").isPresent() && spec.at("devices").isPresent()) {
            spec.invalid("", "only one of `sharedCounters` or `devices` is allowed");
        }
        boolean advanced = spec.at("devices").list().objects().stream()
                .anyMatch(device -> !device.list("taints").isEmpty()
                        || !device.list("consumesCounters").isEmpty());
        boolean each = spec.at("perDeviceNodeSelection").bool();
        ListTree before = old.list("devices");
        Bounded.setBy(
                "name",
                spec.at("devices"),
                advanced ? ADVANCED_DEVICES_LIMIT : DEVICES_LIMIT,
                device -> DeviceRules.check(device, named(before, device.at("name").text()), each));
        Bounded.setBy("name", spec.at("sharedCounters"), COUNTER_SETS_LIMIT, SliceRules::counters);
    }

    private static Tree named(ListTree devices, String name) {
        for (ObjectTree device : devices.objects()) {
            if (device.text("name").equals(name)) {
                return device;
            }
        }
        return NullTree.ABSENT;
    }

    private static void nodes(Place spec) {
        List<String> set = new ArrayList<>();
        Place node = spec.at("nodeName");
        if (node.isPresent()) {
            if (node.isEmpty()) {
                node.invalid("must be either unset or set to a non-empty string");
            } else {
                set.add("`nodeName`");
                node.invalidEach(NameRules.dns1123Subdomain(node.text()));
            }
        }
        Place selector = spec.at("nodeSelector");
        if (selector.isPresent()) {
            set.add("`nodeSelector`");
            NodeSelectors.check(selector, false);
            Place terms = selector.at("nodeSelectorTerms");
            if (terms.list().size() != 1) {
                terms.invalid(SelectorForm.terms(terms.value()), "must have exactly one node selector term");
            }
        }
        for (String field : List.of("allNodes", "perDeviceNodeSelection")) {
            Place flag = spec.at(field);
            if (flag.bool()) {
                set.add("`" + field + "`");
            } else if (flag.isPresent()) {
                flag.invalid("must be either unset or set to true");
            }
        }
        if (set.isEmpty()) {
            spec.required(ONE_OF);
        } else if (set.size() > 1) {
            spec.invalid("{" + String.join(", ", set) + "}", ONE_OF + ", but multiple fields are set");
        }
    }

    private static void counters(Place set) {
        set.at("name").check(Checks.required("", Checks.DNS_LABEL));
        counters(set.at("counters"), COUNTERS_LIMIT);
    }

    /// A map of counters by name, which may not be empty.
    static void counters(Place counters, int limit) {
        counters.check(Checks.required("", map -> Bounded.map(map, limit, LABEL_LIMIT, Checks.DNS_LABEL, Checks.NONE)));
    }

    static final Check CONSUMPTION = consumption -> {
        consumption.at("counterSet").check(Checks.required("", Checks.DNS_LABEL));
        counters(consumption.at("counters"), COUNTERS_LIMIT);
    };
}
