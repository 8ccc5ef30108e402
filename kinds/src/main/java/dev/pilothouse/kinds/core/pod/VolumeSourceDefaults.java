package dev.pilothouse.kinds.core.pod;

import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.kinds.rules.Fill;

/// Defaults of the old storage systems, alike in pods and persistent volumes.
public final class VolumeSourceDefaults {
    private VolumeSourceDefaults() {}

    public static ObjectTree iscsi(ObjectTree source) {
        return Fill.text(source, "iscsiInterface", "default");
    }

    public static ObjectTree rbd(ObjectTree source) {
        ObjectTree filled = Fill.text(source, "pool", "rbd");
        filled = Fill.text(filled, "user", "admin");
        return Fill.text(filled, "keyring", "/etc/ceph/keyring");
    }

    public static ObjectTree azureDisk(ObjectTree source) {
        ObjectTree filled = Fill.missing(source, "cachingMode", "ReadWrite");
        filled = Fill.missing(filled, "kind", "Shared");
        filled = Fill.missing(filled, "fsType", "ext4");
        return Fill.missing(filled, "readOnly", false);
    }

    public static ObjectTree scaleIo(ObjectTree source) {
        return Fill.text(Fill.text(source, "storageMode", "ThinProvisioned"), "fsType", "xfs");
    }
}
