package dev.pilothouse.kinds.apiextensions;

import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import dev.pilothouse.kinds.rules.Fill;

/// The versions in which objects of a custom kind may lie in the store.
final class StoredVersions {
    private StoredVersions() {}

    static ObjectTree plusCurrent(ObjectTree definition) {
        String current = "";
        for (ObjectTree version : definition.object("spec").list("versions").objects()) {
            if (current.isEmpty() && version.bool("storage")) {
                current = version.text("name");
            }
        }
        if (current.isEmpty()) {
            return definition;
        }
        Tree name = Tree.of(current);
        return Fill.under(definition, "status", status -> {
            ListTree stored = status.list("storedVersions");
            return stored.texts().contains(name.asText()) ? status : status.with("storedVersions", stored.plus(name));
        });
    }
}
