package dev.pilothouse.kinds.resource;

import dev.pilothouse.api.tree.Tree;
import dev.pilothouse.kinds.rules.Bounded;
import dev.pilothouse.kinds.rules.Check;
import dev.pilothouse.kinds.rules.Checks;
import dev.pilothouse.kinds.rules.Cidr;
import dev.pilothouse.kinds.rules.Conditions;
import dev.pilothouse.kinds.rules.Place;
import java.util.Optional;
import java.util.Set;

/// Rules for what a driver tells about a device that was allocated.
final class DeviceStatusRules {
    private static final int CONDITIONS_LIMIT = 8;
    private static final int ADDRESSES_LIMIT = 16;
    private static final int INTERFACE_LIMIT_BYTES = 256;
    private static final int HARDWARE_LIMIT_BYTES = 128;

    private DeviceStatusRules() {}

    static void check(Place device, Set<String> allocated) {
        DeviceNames.DRIVER.check(device.at("driver"));
        DeviceNames.POOL.check(device.at("pool"));
        Checks.DNS_LABEL.check(device.at("device"));
        Checks.optional(DeviceNames.SHARE).check(device.at("shareID"));
        String identity = ClaimStatusRules.identity(device.object());
        if (!allocated.contains(identity)) {
            device.invalid(Tree.of(identity), "must be an allocated device in the claim");
        }
        Place conditions = device.at("conditions");
        if (conditions.list().size() > CONDITIONS_LIMIT) {
            conditions.tooMany(CONDITIONS_LIMIT);
        }
        Conditions.check(conditions);
        if (device.at("data").isPresent()) {
            ConfigurationRules.json(device.at("data"), false);
        }
        Place network = device.at("networkData");
        if (network.isPresent()) {
            limited(INTERFACE_LIMIT_BYTES).check(network.at("interfaceName"));
            limited(HARDWARE_LIMIT_BYTES).check(network.at("hardwareAddress"));
            Bounded.set(network.at("ips"), ADDRESSES_LIMIT, DeviceStatusRules::address);
        }
    }

    private static Check limited(int limitBytes) {
        return place -> {
            if (place.text().length() > limitBytes) {
                place.tooLong(limitBytes);
            }
        };
    }

    private static void address(Place address) {
        Optional<Cidr> cidr = Cidr.parse(address.text());
        if (cidr.isEmpty()) {
            address.invalid("must be a valid address in CIDR form, (e.g. 10.9.8.7/24 or 2001:db8::1/64)");
        } else if (!cidr.get().toString().equals(address.text())) {
            address.invalid("must be in canonical form (\"" + cidr.get() + "\")");
        }
    }
}
