package dev.pilothouse.kinds.storage;

import dev.pilothouse.api.meta.Problems;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.kinds.Kind;
import dev.pilothouse.kinds.Traits.Flag;
import dev.pilothouse.kinds.Traits;
import dev.pilothouse.kinds.core.pod.DeprecatedNodeLabels;
import dev.pilothouse.kinds.rules.Place;
import dev.pilothouse.kinds.rules.Warnings;
import java.util.List;

/// How much a class of storage can still give in one place. Source: API reference "CSIStorageCapacity v1 storage.k8s.io".
public final class CsiStorageCapacity implements Kind {
    private static final Traits TRAITS = Traits.of("storage.k8s.io", "CSIStorageCapacity").with(Flag.CONDITIONAL_UPDATE);

    @Override
    public Traits traits() {
        return TRAITS;
    }

    @Override
    public void validate(Place object) {
        StorageRules.capacity(object);
    }

    @Override
    public void validateUpdate(Place object, ObjectTree old) {
        StorageRules.capacityUpdate(object, old);
    }

    @Override
    public List<String> warnings(ObjectTree object, ObjectTree old) {
        Warnings told = new Warnings();
        Place root = Place.root(object, new Problems());
        DeprecatedNodeLabels.inSelector(root.at("nodeTopology"), told);
        return told.list();
    }
}
