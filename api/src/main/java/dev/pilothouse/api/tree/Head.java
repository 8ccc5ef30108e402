package dev.pilothouse.api.tree;

import java.util.Arrays;
import java.util.List;

/// Fields that many objects begin with and that are left out of each where one says them for all, as in a list of objects of one kind.
public final class Head {
    private final List<String> names;
    private final byte[] bytes;

    /// @param fields with the values that they usually have
    public Head(ObjectTree fields) {
        this.names = fields.names();
        this.bytes = Json.write(fields);
        bytes[bytes.length - 1] = ',';
    }

    /// The object without these fields, whatever their values. Where an object begins with them as they usually are, that is
    /// a view which costs two words; where other fields stand between them, the object is taken apart.
    public ObjectTree cutFrom(ObjectTree object) {
        if (object instanceof SliceObject slice && slice.position() == 0 && begins(slice.document().json)) {
            return new TailObject(slice.document(), bytes.length, names.size());
        }
        ObjectTree rest = object;
        for (String name : names) {
            rest = rest.without(name);
        }
        return rest;
    }

    private boolean begins(byte[] json) {
        return json.length > bytes.length && Arrays.equals(json, 0, bytes.length, bytes, 0, bytes.length);
    }
}
