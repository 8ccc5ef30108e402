package dev.pilothouse.kinds.core;

import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.kinds.rules.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// In which ways a volume may be mounted.
final class AccessModes {
    private static final List<Map.Entry<String, String>> SHORT = List.of(
            Map.entry("ReadWriteOnce", "RWO"),
            Map.entry("ReadOnlyMany", "ROX"),
            Map.entry("ReadWriteMany", "RWX"),
            Map.entry("ReadWriteOncePod", "RWOP"));

    private static final List<String> SUPPORTED =
            SHORT.stream().map(Map.Entry::getKey).sorted().toList();

    private AccessModes() {}

    static void check(Place modes) {
        boolean alone = false;
        boolean shared = false;
        for (String mode : modes.list().texts()) {
            if (!SUPPORTED.contains(mode)) {
                modes.problems().notSupported(modes.path(), mode, SUPPORTED);
            } else if (mode.equals("ReadWriteOncePod")) {
                alone = true;
            } else {
                shared = true;
            }
        }
        if (alone && shared) {
            modes.forbidden("may not use ReadWriteOncePod with other access modes");
        }
    }

    /// `RWO,ROX`
    static String shortened(ListTree modes) {
        List<String> given = modes.texts();
        List<String> shortened = new ArrayList<>();
        for (Map.Entry<String, String> mode : SHORT) {
            if (given.contains(mode.getKey())) {
                shortened.add(mode.getValue());
            }
        }
        return String.join(",", shortened);
    }
}
