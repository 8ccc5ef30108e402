package dev.pilothouse.kinds.storage;

import dev.pilothouse.kinds.Kind;
import dev.pilothouse.kinds.Traits;
import dev.pilothouse.kinds.Traits.Flag;

/// How much a class of storage can still give in one place. Source: API reference "CSIStorageCapacity v1 storage.k8s.io".
public final class CsiStorageCapacity implements Kind {
    private static final Traits TRAITS = Traits.of("storage.k8s.io", "CSIStorageCapacity").with(Flag.CONDITIONAL_UPDATE);

    @Override
    public Traits traits() {
        return TRAITS;
    }
}
