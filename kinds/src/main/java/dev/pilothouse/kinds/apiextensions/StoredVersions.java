package dev.pilothouse.kinds.apiextensions;

import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import dev.pilothouse.kinds.rules.Fill;

/// The versions in which objects of a custom kind may lie in the store.
final class StoredVersions {
    private StoredVersions() {}

    static ObjectTree plusCurrent(ObjectTree definition) {
        // One without a name counts, too: what is wrong with it is told of the name.
        return definition.object("spec").list("versions").objects().stream()
                .filter(version -> version.bool("storage"))
                .findFirst()
                .map(current -> plus(definition, current.text("name")))
                .orElse(definition);
    }

    private static ObjectTree plus(ObjectTree definition, String name) {
        return Fill.under(definition, "status", status -> {
            ListTree stored = status.list("storedVersions");
            return stored.texts().contains(name) ? status : status.with("storedVersions", stored.plus(Tree.of(name)));
        });
    }
}
