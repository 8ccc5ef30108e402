package dev.pilothouse.apiserver.read;

import dev.pilothouse.api.protobuf.Protobuf;
import dev.pilothouse.api.schema.TypeSchema;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/// The protobuf messages of objects that were listed, kept for the next list: whoever lists in protobuf lists again, and most
/// objects are as they were.
public final class Messages {
    private final long mostBytes;
    private final Map<Key, Message> kept = new ConcurrentHashMap<>();
    private final AtomicLong bytes = new AtomicLong();

    /// @param mostBytes of messages that are kept, over all resources; those that have no place are written anew each time
    public Messages(long mostBytes) {
        this.mostBytes = mostBytes;
    }

    /// What is stored once may be served in several versions.
    private record Key(String type, String key) {}

    private record Message(Item item, byte[] bytes) {}

    /// The messages of the items, which are of the type; not to be changed.
    public List<byte[]> of(List<Item> items, TypeSchema type) {
        List<byte[]> messages = new ArrayList<>(items.size());
        boolean crowded = false;
        for (Item item : items) {
            Key key = new Key(type.name(), item.key());
            Message known = kept.get(key);
            if (known == null || known.item != item) {
                known = new Message(item, Protobuf.message(item.object(), type));
                crowded |= !keep(key, known);
            }
            messages.add(known.bytes);
        }
        if (crowded) {
            forgetOthers(items, type);
        }
        return messages;
    }

    private boolean keep(Key key, Message message) {
        if (bytes.get() + message.bytes.length > mostBytes) {
            return false;
        }
        bytes.addAndGet(message.bytes.length);
        Message before = kept.put(key, message);
        if (before != null) {
            bytes.addAndGet(-before.bytes.length);
        }
        return true;
    }

    /// Makes room: what this list didn't need may be of objects that are gone.
    private void forgetOthers(List<Item> items, TypeSchema type) {
        Map<Key, Item> needed = new HashMap<>();
        items.forEach(item -> needed.put(new Key(type.name(), item.key()), item));
        kept.forEach((key, message) -> {
            if (needed.get(key) != message.item && kept.remove(key, message)) {
                bytes.addAndGet(-message.bytes.length);
            }
        });
    }

    long keptBytes() {
        return bytes.get();
    }
}
