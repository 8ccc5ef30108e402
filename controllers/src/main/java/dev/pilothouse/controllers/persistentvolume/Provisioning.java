package dev.pilothouse.controllers.persistentvolume;

import dev.pilothouse.api.core.v1.PersistentVolumeClaim;
import dev.pilothouse.api.meta.ObjectMeta;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.volume.Claims;
import dev.pilothouse.client.World;
import java.util.Map;
import java.util.Optional;

/// Asks the provisioner of a class for a volume. All that make volumes live outside: they see the annotation, make a
/// volume that is meant for the claim, and the binder does the rest.
record Provisioning(World world) {
    private static final String PROVISIONER = "volume.kubernetes.io/storage-provisioner";
    private static final String OLD_PROVISIONER = "volume.beta.kubernetes.io/storage-provisioner";

    /// Provisioners that once were part of Kubernetes, and the drivers that do their work since.
    private static final Map<String, String> DRIVERS = Map.of(
            "kubernetes.io/aws-ebs", "ebs.csi.aws.com",
            "kubernetes.io/azure-disk", "disk.csi.azure.com",
            "kubernetes.io/azure-file", "file.csi.azure.com",
            "kubernetes.io/cinder", "cinder.csi.openstack.org",
            "kubernetes.io/gce-pd", "pd.csi.storage.gke.io",
            "kubernetes.io/portworx-volume", "pxd.portworx.com",
            "kubernetes.io/vsphere-volume", "csi.vsphere.vmware.com");

    void ask(ObjectTree claim, Optional<ObjectTree> storageClass) {
        if (storageClass.isEmpty()) {
            refuse(claim, "storageclass.storage.k8s.io \"" + Claims.className(claim) + "\" not found");
            return;
        }
        String named = storageClass.get().text("provisioner");
        String provisioner = DRIVERS.getOrDefault(named, named);
        if (provisioner.startsWith("kubernetes.io/")) {
            refuse(claim, "no volume plugin matched name: " + provisioner);
            return;
        }
        ObjectTree asking = ObjectMeta.annotation(claim, PROVISIONER).equals(provisioner)
                ? claim
                : world.update(
                        PersistentVolumeClaim.RESOURCE,
                        ObjectMeta.withAnnotation(
                                ObjectMeta.withAnnotation(claim, OLD_PROVISIONER, provisioner),
                                PROVISIONER,
                                provisioner));
        world.event(
                asking,
                "Normal",
                "ExternalProvisioning",
                "Waiting for a volume to be created either by the external provisioner '" + provisioner
                        + "' or manually by the system administrator. If volume creation is delayed, please verify that"
                        + " the provisioner is running and correctly registered.");
    }

    private void refuse(ObjectTree claim, String why) {
        world.event(claim, "Warning", "ProvisioningFailed", why);
    }
}
