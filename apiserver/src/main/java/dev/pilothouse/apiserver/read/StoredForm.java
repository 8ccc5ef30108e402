package dev.pilothouse.apiserver.read;

import dev.pilothouse.api.meta.ObjectMeta;
import dev.pilothouse.api.tree.Json;
import dev.pilothouse.api.tree.MalformedJson;
import dev.pilothouse.api.tree.ObjectTree;
import java.util.function.UnaryOperator;

/// Between an object and its bytes in the cluster store. The store knows the resource version, so that it isn't among
/// the bytes.
///
/// @param toStored the object in the version that is stored
/// @param toServed the object in the version that is served, with the defaults that were added after it was written
public record StoredForm(UnaryOperator<ObjectTree> toStored, UnaryOperator<ObjectTree> toServed) {

    public byte[] encode(ObjectTree object) {
        return Json.write(toStored.apply(ObjectMeta.without(object, "resourceVersion")));
    }

    public Item decode(String key, byte[] value, long revision) {
        try {
            return item(key, toServed.apply(Json.parse(value).asObject()), revision);
        } catch (MalformedJson e) {
            throw new IllegalStateException("the cluster store holds no object at " + key + ": " + e.getMessage(), e);
        }
    }

    /// The object as it is served after the revision wrote it.
    public static Item item(String key, ObjectTree object, long revision) {
        return new Item(
                key, Json.seal(ObjectMeta.withResourceVersion(object, Long.toString(revision))), revision);
    }
}
