package dev.pilothouse.kinds.core;

import dev.pilothouse.api.tree.ListTree;
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

    private AccessModes() {}

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
