package dev.pilothouse.kinds.resource;

import dev.pilothouse.api.meta.Timestamps;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import dev.pilothouse.kinds.Write;
import dev.pilothouse.kinds.rules.Fill;
import java.util.List;

/// What a slice gets and loses on its way in: taints learn when they came, and fields of features that are off go, unless
/// the old slice used the feature.
final class SliceFields {
    private static final List<String> LISTS = List.of("bools", "ints", "strings", "versions");
    private static final String SHARES = "nodeAllocatableResourceMappings";

    private SliceFields() {}

    static ObjectTree prepared(ObjectTree slice, ObjectTree old, Write write) {
        boolean lists = devices(old).stream().anyMatch(SliceFields::hasLists);
        boolean shares = devices(old).stream().anyMatch(device -> device.has(SHARES));
        return Fill.inside(slice, "spec", spec -> Fill.each(spec, "devices", device -> {
            ObjectTree kept = shares ? device : device.without(SHARES);
            ObjectTree dated = Fill.each(
                    kept,
                    "taints",
                    taint -> Fill.missing(taint, "timeAdded", Tree.of(Timestamps.seconds(write.now()))));
            return lists ? dated : Fill.inside(dated, "attributes", SliceFields::withoutLists);
        }));
    }

    private static List<ObjectTree> devices(ObjectTree slice) {
        return slice.object("spec").list("devices").objects();
    }

    private static boolean hasLists(ObjectTree device) {
        for (ObjectTree.Field attribute : device.object("attributes").fields()) {
            if (LISTS.stream().anyMatch(attribute.value().asObject()::has)) {
                return true;
            }
        }
        return false;
    }

    private static ObjectTree withoutLists(ObjectTree attributes) {
        ObjectTree kept = attributes;
        for (ObjectTree.Field attribute : attributes.fields()) {
            ObjectTree value = attribute.value().asObject();
            for (String list : LISTS) {
                value = value.without(list);
            }
            kept = kept.with(attribute.name(), value);
        }
        return kept;
    }
}
