package dev.pilothouse.controllers.deployment;

import dev.pilothouse.api.meta.RandomSuffix;
import dev.pilothouse.api.tree.Json;
import dev.pilothouse.api.tree.ObjectTree;
import java.nio.charset.StandardCharsets;

/// Names a pod template by a hash of it: FNV-1 of 32 bits, as text that is safe in names.
final class TemplateHash {
    private static final int OFFSET = 0x811c9dc5;
    private static final int PRIME = 0x01000193;

    private TemplateHash() {}

    /// @param collisions how often another template with the same hash was in the way
    static String of(ObjectTree template, int collisions) {
        int hash = OFFSET;
        for (byte b : Json.text(template).getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ b & 0xff) * PRIME;
        }
        for (byte b : collisions == 0 ? new byte[0] : Integer.toString(collisions).getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ b & 0xff) * PRIME;
        }
        return RandomSuffix.ofHash(Integer.toUnsignedLong(hash));
    }
}
