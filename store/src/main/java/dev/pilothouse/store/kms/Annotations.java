package dev.pilothouse.store.kms;

import dev.pilothouse.store.wire.MessageBytes;
import dev.pilothouse.store.wire.MessageFields;
import java.util.Map;
import java.util.TreeMap;

/// A protobuf `map<string, bytes>`, in the order of its keys.
final class Annotations {
    private Annotations() {}

    static void write(Map<String, byte[]> annotations, int field, MessageBytes out) {
        new TreeMap<>(annotations)
                .forEach((key, value) -> out.message(
                        field, new MessageBytes().text(1, key).bytes(2, value).done()));
    }

    static void read(MessageFields pair, Map<String, byte[]> into) {
        String key = "";
        byte[] value = {};
        for (int field = pair.next(); field != 0; field = pair.next()) {
            switch (field) {
                case 1 -> key = pair.text();
                case 2 -> value = pair.bytes();
                default -> {}
            }
        }
        into.put(key, value);
    }
}
