package dev.pilothouse.kinds.resource;

import dev.pilothouse.api.meta.NameRules;
import dev.pilothouse.api.tree.NullTree;
import dev.pilothouse.api.tree.Tree;
import dev.pilothouse.kinds.core.pod.NodeSelectors;
import dev.pilothouse.kinds.rules.Bounded;
import dev.pilothouse.kinds.rules.Check;
import dev.pilothouse.kinds.rules.Checks;
import dev.pilothouse.kinds.rules.Immutable;
import dev.pilothouse.kinds.rules.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// Rules for one device that a slice offers.
final class DeviceRules {
    /// Attributes and capacities of one device together.
    private static final int FACTS_LIMIT = 32;

    private static final int UNBOUNDED = Integer.MAX_VALUE;
    private static final int TAINTS_LIMIT = 16;
    private static final int CONSUMPTIONS_LIMIT = 2;
    private static final int VALUE_LIMIT_BYTES = 64;
    private static final List<String> VALUES = List.of("bool", "int", "string", "version");
    private static final String WHEN_EACH = " is set to true in the ResourceSlice spec";
    private static final String ONE_OF =
            "exactly one of `nodeName`, `nodeSelector`, or `allNodes` is required when `perDeviceNodeSelection`" + WHEN_EACH;

    /// semver.org, version 2.0.0.
    private static final Pattern VERSION = Pattern.compile("(0|[1-9]\\d*)\\.(0|[1-9]\\d*)\\.(0|[1-9]\\d*)"
            + "(-(0|[1-9]\\d*|\\d*[a-zA-Z-][0-9a-zA-Z-]*)(\\.(0|[1-9]\\d*|\\d*[a-zA-Z-][0-9a-zA-Z-]*))*)?"
            + "(\\+[0-9a-zA-Z-]+(\\.[0-9a-zA-Z-]+)*)?");

    private DeviceRules() {}

    /// @param old the device of this name before, or nothing
    /// @param perDevice whether devices say by themselves on which nodes they are
    static void check(Place device, Tree old, boolean perDevice) {
        Checks.DNS_LABEL.check(device.at("name"));
        Place attributes = device.at("attributes");
        Place capacity = device.at("capacity");
        int facts = attributes.object().size() + capacity.object().size();
        if (facts > FACTS_LIMIT) {
            device.invalid(
                    Tree.of(facts), "the total number of attributes and capacities must not exceed " + FACTS_LIMIT);
        }
        named(attributes, DeviceRules::attribute);
        if (old.isNull() || !Immutable.same(capacity.value(), old.at("capacity"))) {
            boolean shared = device.at("allowMultipleAllocations").bool();
            named(capacity, shared ? RequestPolicyRules::check : DeviceRules::unshared);
        }
        Place taints = device.at("taints");
        if (old.isNull() || !Immutable.same(taints.value(), old.at("taints"))) {
            Bounded.list(taints, TAINTS_LIMIT, DeviceTaintRules::taint);
        }
        Bounded.setBy("counterSet", device.at("consumesCounters"), CONSUMPTIONS_LIMIT, SliceRules.CONSUMPTION);
        nodes(device, perDevice);
        ConditionNameRules.check(device);
    }

    private static void named(Place map, Check each) {
        Bounded.map(map, UNBOUNDED, DeviceNames.QUALIFIED_LIMIT, DeviceNames.QUALIFIED, each);
    }

    private static void unshared(Place capacity) {
        Place policy = capacity.at("requestPolicy");
        if (policy.isPresent()) {
            policy.forbidden("allowMultipleAllocations must be true");
        }
    }

    private static void attribute(Place attribute) {
        Place version = attribute.at("version");
        if (attribute.at("string").isPresent()) {
            limited(attribute.at("string"));
        }
        if (version.isPresent()) {
            if (!VERSION.matcher(version.text()).matches()) {
                version.invalid("must be a string compatible with semver.org spec 2.0.0");
            }
            limited(version);
        }
        long set = VALUES.stream().filter(field -> attribute.at(field).isPresent()).count();
        if (set == 0) {
            attribute.invalid("", "exactly one value must be specified");
        } else if (set > 1) {
            attribute.invalid("exactly one value must be specified");
        }
    }

    private static void limited(Place text) {
        if (text.text().length() > VALUE_LIMIT_BYTES) {
            text.tooLong(VALUE_LIMIT_BYTES);
        }
    }

    private static void nodes(Place device, boolean perDevice) {
        Place node = device.at("nodeName");
        Place selector = device.at("nodeSelector");
        Place all = device.at("allNodes");
        if (!perDevice) {
            if (node.isPresent() || selector.isPresent() || all.isPresent()) {
                device.invalid(
                        NullTree.NULL,
                        "`nodeName`, `nodeSelector` and `allNodes` can only be set if `perDeviceNodeSelection`"
                                + WHEN_EACH);
            }
            return;
        }
        List<String> set = new ArrayList<>();
        if (node.isPresent()) {
            if (node.isEmpty()) {
                node.invalid("must not be empty");
            } else {
                set.add("`nodeName`");
                node.invalidEach(NameRules.dns1123Subdomain(node.text()));
            }
        }
        if (selector.isPresent()) {
            set.add("`nodeSelector`");
            NodeSelectors.check(selector, false);
        }
        if (all.bool()) {
            set.add("`allNodes`");
        } else if (all.isPresent()) {
            all.invalid("must be either unset or set to true");
        }
        if (set.isEmpty()) {
            device.required(ONE_OF);
        } else if (set.size() > 1) {
            device.invalid("{" + String.join(", ", set) + "}", ONE_OF);
        }
    }
}
