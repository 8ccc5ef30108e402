package dev.pilothouse.kinds.resource;

import dev.pilothouse.api.tree.Json;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.kinds.rules.Place;
import java.nio.charset.StandardCharsets;

/// Rules for what a driver is told about devices in a form that only it knows.
final class ConfigurationRules {
    static final int LIMIT_BYTES = 10 * 1024;

    private ConfigurationRules() {}

    /// @param configuration with `opaque`
    static void check(Place configuration) {
        check(configuration, false);
    }

    /// @param stored whether it stood in the old object, perhaps since before there was a limit
    static void check(Place configuration, boolean stored) {
        Place opaque = configuration.at("opaque");
        if (opaque.isAbsent()) {
            opaque.required("");
            return;
        }
        DeviceNames.DRIVER.check(opaque.at("driver"));
        json(opaque.at("parameters"), stored);
    }

    static void json(Place raw, boolean stored) {
        if (raw.isAbsent()) {
            raw.required("");
        } else if (!stored && Json.text(raw.value()).getBytes(StandardCharsets.UTF_8).length > LIMIT_BYTES) {
            raw.tooLong(LIMIT_BYTES);
        } else if (!(raw.value() instanceof ObjectTree)) {
            raw.invalid("<value omitted>", "must be a valid JSON object");
        }
    }
}
