package dev.pilothouse.controllers.template;

import dev.pilothouse.api.meta.RandomSuffix;
import dev.pilothouse.api.tree.ObjectTree;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// Names a pod template by a hash of what Go prints of it: FNV-1a of 32 bits, as text that is safe in names. Equal to
/// upstream's, so that ReplicaSets have equal names whoever made them.
public final class TemplateHash {
    private static final int OFFSET = 0x811c9dc5;
    private static final int PRIME = 0x01000193;

    private TemplateHash() {}

    /// @param collisions how often another template with the same hash was in the way
    public static String of(ObjectTree template, int collisions) {
        int hash = add(OFFSET, TemplateDump.of(template).getBytes(StandardCharsets.UTF_8));
        if (collisions > 0) {
            // Eight bytes, of which the number fills four.
            hash = add(
                    hash,
                    ByteBuffer.allocate(Long.BYTES)
                            .order(ByteOrder.LITTLE_ENDIAN)
                            .putInt(collisions)
                            .array());
        }
        return RandomSuffix.ofHash(Integer.toUnsignedLong(hash));
    }

    private static int add(int before, byte[] bytes) {
        int hash = before;
        for (byte b : bytes) {
            hash = (hash ^ b & 0xff) * PRIME;
        }
        return hash;
    }
}
