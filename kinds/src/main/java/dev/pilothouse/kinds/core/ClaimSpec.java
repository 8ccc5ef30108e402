package dev.pilothouse.kinds.core;

import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.kinds.rules.Fill;

/// The specification of a persistent volume claim, wherever it stands: in a claim, in a StatefulSet's template, in a
/// pod's ephemeral volume.
public final class ClaimSpec {
    private ClaimSpec() {}

    public static ObjectTree defaults(ObjectTree spec) {
        return Fill.missing(spec, "volumeMode", "Filesystem");
    }
}
