package dev.pilothouse.apiserver.read;

import dev.pilothouse.api.tree.ObjectTree;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// An object on its way into the cluster store: the bytes that it is stored as, and what it was before, so that the cache needn't
/// read them again when the store tells of them.
public final class Underway {
    private final String key;
    private final byte[] value;
    private final ObjectTree object;
    private final boolean readBack;
    private final List<Item> made = new ArrayList<>(1);

    /// @param object the object as the writer has it; the resource version in it doesn't count
    /// @param readBack whether that is what reading its bytes would make
    Underway(String key, byte[] value, ObjectTree object, boolean readBack) {
        this.key = key;
        this.value = value;
        this.object = object;
        this.readBack = readBack;
    }

    public String key() {
        return key;
    }

    /// What is stored; not to be changed.
    public byte[] value() {
        return value;
    }

    /// Whether these are its bytes. A store in the process hands back the very array.
    boolean isStoredAs(byte[] bytes) {
        return bytes == value || Arrays.equals(bytes, value);
    }

    ObjectTree object() {
        return object;
    }

    boolean isReadBack() {
        return readBack;
    }

    /// The object as the revision wrote it. Writer and cache get the same one, whoever asks first.
    public synchronized Item item(long revision) {
        if (made.isEmpty()) {
            made.add(StoredForm.item(key, object, revision));
        }
        return made.getFirst();
    }
}
