package dev.pilothouse.apiserver.admission;

import dev.pilothouse.api.core.v1.PersistentVolume;
import dev.pilothouse.api.core.v1.PersistentVolumeClaim;
import dev.pilothouse.api.meta.ObjectMeta;
import dev.pilothouse.api.schema.GroupVersionResource;
import dev.pilothouse.api.storage.v1.VolumeAttributesClass;
import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.ObjectTree;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Holds volumes, claims and volume attributes classes by a finalizer, so that none goes while something uses it. Their
/// protection controllers take the finalizer away.
final class StorageObjectInUseProtection implements AdmissionPlugin {
    private static final Map<GroupVersionResource, String> FINALIZERS = Map.of(
            PersistentVolume.RESOURCE, "kubernetes.io/pv-protection",
            PersistentVolumeClaim.RESOURCE, "kubernetes.io/pvc-protection",
            VolumeAttributesClass.RESOURCE, "kubernetes.io/vac-protection");

    @Override
    public String name() {
        return "StorageObjectInUseProtection";
    }

    @Override
    public ObjectTree mutate(AdmissionRequest request) {
        String finalizer = FINALIZERS.getOrDefault(request.resource().id(), "");
        if (request.operation() != AdmissionRequest.Operation.CREATE
                || !request.subresource().isEmpty()
                || finalizer.isEmpty()) {
            return request.object();
        }
        List<String> finalizers = ObjectMeta.finalizers(request.object());
        if (finalizers.contains(finalizer)) {
            return request.object();
        }
        List<String> all = new ArrayList<>(finalizers);
        all.add(finalizer);
        return ObjectMeta.with(request.object(), "finalizers", ListTree.ofTexts(all));
    }
}
