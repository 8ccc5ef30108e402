package dev.pilothouse.apiserver.read;

import dev.pilothouse.api.meta.ObjectMeta;
import dev.pilothouse.api.tree.Json;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.apiserver.storage.StoredBytes;
import dev.pilothouse.store.StoreException;
import java.util.Optional;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/// Between an object and its bytes in the cluster store. The store knows the resource version, so that it isn't among
/// the bytes.
///
/// @param toStored the object in the version that is stored
/// @param toServed the object in the version that is served, with the defaults that were added after it was written
/// @param bytes how the stored object is written; any form is read
/// @param again what becomes of an object that is stored as it is served when it is read back, given the one that stood in its
///     place before; nothing where only the bytes tell
public record StoredForm(
        UnaryOperator<ObjectTree> toStored,
        UnaryOperator<ObjectTree> toServed,
        Function<ObjectTree, byte[]> bytes,
        Optional<BinaryOperator<ObjectTree>> again) {

    public StoredForm(
            UnaryOperator<ObjectTree> toStored,
            UnaryOperator<ObjectTree> toServed,
            Function<ObjectTree, byte[]> bytes) {
        this(toStored, toServed, bytes, Optional.empty());
    }

    public byte[] encode(ObjectTree object) {
        return bytes.apply(toStored.apply(ObjectMeta.without(object, "resourceVersion")));
    }

    /// The object with its bytes, if the bytes say nothing that the object doesn't.
    ///
    /// @param readBack the object as it reads back, where the writer knows
    Optional<Underway> underway(String key, ObjectTree object, Optional<ObjectTree> readBack) {
        if (again.isEmpty()) {
            return Optional.empty();
        }
        ObjectTree bare = ObjectMeta.without(object, "resourceVersion");
        if (toStored.apply(bare) != bare) {
            return Optional.empty();
        }
        if (readBack.isPresent() && readBack.get() == object) {
            // Written once: what is stored is that already, and what is served is all but its version copied from it.
            ObjectTree written = Json.seal(bare);
            return Optional.of(new Underway(key, bytes.apply(written), written, true));
        }
        return Optional.of(new Underway(key, bytes.apply(bare), readBack.orElse(object), readBack.isPresent()));
    }

    /// The object as reading its bytes would make it.
    Item takeOver(Underway underway, Optional<Item> before, long revision) {
        if (underway.isReadBack()) {
            Item item = underway.item(revision);
            assert item.object().equals(decode(item.key(), underway.value(), revision).object()) : item.key();
            return item;
        }
        ObjectTree object = ObjectMeta.without(underway.object(), "resourceVersion");
        ObjectTree served =
                again.orElseThrow().apply(object, before.map(Item::object).orElse(ObjectTree.EMPTY));
        return served == object ? underway.item(revision) : item(underway.key(), served, revision);
    }

    /// @throws StoreException.Unreadable if the bytes are no object
    public Item decode(String key, byte[] value, long revision) {
        try {
            return item(key, toServed.apply(StoredBytes.read(value)), revision);
        } catch (StoredBytes.Unreadable e) {
            throw new StoreException.Unreadable(key, e.getMessage());
        }
    }

    /// The object as it is served after the revision wrote it.
    public static Item item(String key, ObjectTree object, long revision) {
        return new Item(
                key, Json.seal(ObjectMeta.withResourceVersion(object, Long.toString(revision))), revision);
    }
}
