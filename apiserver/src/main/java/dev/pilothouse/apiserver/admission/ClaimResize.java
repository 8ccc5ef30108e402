package dev.pilothouse.apiserver.admission;

import dev.pilothouse.api.core.v1.PersistentVolumeClaim;
import dev.pilothouse.api.meta.ApiError;
import dev.pilothouse.api.meta.GroupResource;
import dev.pilothouse.api.meta.Quantity;
import dev.pilothouse.api.storage.v1.StorageClass;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.apiserver.authorization.PolicyReads;

/// Lets a claim grow only if it is bound and its storage class says that its volumes can.
record ClaimResize(PolicyReads reads) implements AdmissionPlugin {
    private static final String BETA_CLASS = "volume.beta.kubernetes.io/storage-class";

    @Override
    public String name() {
        return "PersistentVolumeClaimResize";
    }

    @Override
    public void review(AdmissionRequest request) {
        if (request.operation() != AdmissionRequest.Operation.UPDATE
                || !request.subresource().isEmpty()
                || !request.resource().id().equals(PersistentVolumeClaim.RESOURCE)) {
            return;
        }
        ObjectTree old = request.old().orElse(ObjectTree.EMPTY);
        if (size(request.object()).compareTo(size(old)) <= 0) {
            return;
        }
        if (!old.object("status").text("phase").equals("Bound")) {
            throw refused(request, "Only bound persistent volume claims can be expanded");
        }
        boolean grows = reads.get(StorageClass.RESOURCE, "", className(request.object()))
                .filter(found -> found.bool("allowVolumeExpansion"))
                .isPresent();
        if (!grows) {
            throw refused(
                    request,
                    "only dynamically provisioned pvc can be resized and the storageclass that provisions the pvc must"
                            + " support resize");
        }
    }

    private static Quantity size(ObjectTree claim) {
        String text = claim.object("spec").object("resources").object("requests").text("storage");
        return text.isEmpty() ? Quantity.ZERO : Quantity.parse(text);
    }

    private static String className(ObjectTree claim) {
        ObjectTree annotations = claim.object("metadata").object("annotations");
        return annotations.has(BETA_CLASS)
                ? annotations.text(BETA_CLASS)
                : claim.object("spec").text("storageClassName");
    }

    private static ApiError refused(AdmissionRequest request, String why) {
        return ApiError.forbidden(new GroupResource("", "persistentvolumeclaims"), request.name(), why);
    }
}
