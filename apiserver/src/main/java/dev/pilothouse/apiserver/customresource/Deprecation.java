package dev.pilothouse.apiserver.customresource;

import dev.pilothouse.api.tree.ObjectTree;
import java.util.Optional;

/// What everybody is told who comes to a deprecated version of a custom kind.
final class Deprecation {
    private Deprecation() {}

    static Optional<String> of(Definition definition, ObjectTree version) {
        if (!version.bool("deprecated")) {
            return Optional.empty();
        }
        String own = version.text("deprecationWarning");
        return Optional.of(own.isEmpty() ? usual(definition, version.text("name")) : own);
    }

    /// Names the best version to go to, if there is a better one.
    private static String usual(Definition definition, String name) {
        String kind = " " + definition.kind();
        String message = definition.group() + "/" + name + kind + " is deprecated";
        return definition.served().stream()
                .filter(other -> !other.bool("deprecated"))
                .map(other -> other.text("name"))
                .filter(other -> VersionOrder.BEST_FIRST.compare(other, name) < 0)
                .findFirst()
                .map(best -> message + "; use " + definition.group() + "/" + best + kind)
                .orElse(message);
    }
}
