package dev.pilothouse.kinds.core;

import static dev.pilothouse.kinds.rules.Checks.REQUIRED;
import static dev.pilothouse.kinds.rules.Checks.all;
import static dev.pilothouse.kinds.rules.Checks.at;

import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.kinds.core.pod.Iscsi;
import dev.pilothouse.kinds.core.pod.NodeSelectors;
import dev.pilothouse.kinds.core.pod.Quantities;
import dev.pilothouse.kinds.core.pod.ResourceRules;
import dev.pilothouse.kinds.core.pod.VolumeSources;
import dev.pilothouse.kinds.rules.Check;
import dev.pilothouse.kinds.rules.Checks;
import dev.pilothouse.kinds.rules.Difference;
import dev.pilothouse.kinds.rules.Immutable;
import dev.pilothouse.kinds.rules.Paths;
import dev.pilothouse.kinds.rules.Place;
import java.util.List;
import java.util.Map;

/// Rules for persistent volumes, and for those that an attachment describes inline.
public final class PersistentVolumeRules {
    private static final String INLINE = "may not be specified in the context of inline volumes";
    private static final Check RECLAIM = Checks.nonEmpty(Checks.oneOf("Delete", "Recycle", "Retain"));
    private static final Check MODE = Checks.required("", Checks.oneOf("Block", "Filesystem"));
    private static final Check SECRET = Checks.optional(
            at("name", Checks.required("", Checks.DNS_SUBDOMAIN)),
            at("namespace", Checks.required("", Checks.DNS_LABEL)));
    private static final List<String> SECRETS = List.of(
            "controllerPublishSecretRef",
            "controllerExpandSecretRef",
            "nodePublishSecretRef",
            "nodeExpandSecretRef");

    private static final Check CSI = place -> {
        place.at("driver").check(Checks.required("", VolumeSources.CSI_DRIVER));
        REQUIRED.check(place.at("volumeHandle"));
        SECRETS.forEach(secret -> SECRET.check(place.at(secret)));
    };

    /// The kinds of volumes in the order in which they are looked for.
    private static final List<Map.Entry<String, Check>> SOURCES = List.of(
            Map.entry("hostPath", VolumeSources.HOST_PATH),
            Map.entry("gcePersistentDisk", VolumeSources.GCE_DISK),
            Map.entry("awsElasticBlockStore", VolumeSources.AWS_DISK),
            Map.entry("glusterfs", VolumeSources.GLUSTERFS),
            Map.entry("flocker", VolumeSources.FLOCKER),
            Map.entry("nfs", VolumeSources.NFS),
            Map.entry("rbd", VolumeSources.RBD),
            Map.entry("quobyte", VolumeSources.QUOBYTE),
            Map.entry("cephfs", VolumeSources.CEPHFS),
            Map.entry("iscsi", Iscsi::check),
            Map.entry("cinder", VolumeSources.PERSISTENT_CINDER),
            Map.entry("fc", VolumeSources.FIBRE_CHANNEL),
            Map.entry("flexVolume", VolumeSources.FLEX),
            Map.entry("azureFile", VolumeSources.PERSISTENT_AZURE_FILE),
            Map.entry("vsphereVolume", VolumeSources.VSPHERE),
            Map.entry("photonPersistentDisk", VolumeSources.PHOTON),
            Map.entry("portworxVolume", VolumeSources.PORTWORX),
            Map.entry("azureDisk", VolumeSources.AZURE_DISK),
            Map.entry("scaleIO", VolumeSources.SCALE_IO),
            Map.entry("local", at("path", all(Checks.required("", Paths.NO_BACKSTEPS)))),
            Map.entry("storageos", VolumeSources.PERSISTENT_STORAGE_OS),
            Map.entry("csi", CSI));

    private PersistentVolumeRules() {}

    static void check(Place volume) {
        Place spec = volume.at("spec");
        modes(spec);
        capacity(spec.at("capacity"));
        RECLAIM.check(spec.at("persistentVolumeReclaimPolicy"));
        sources(spec);
        if (spec.at("hostPath", "path").is("/") && spec.at("persistentVolumeReclaimPolicy").is("Recycle")) {
            spec.at("persistentVolumeReclaimPolicy")
                    .forbidden("may not be 'recycle' for a hostPath mount of '/'");
        }
        spec.at("storageClassName").check(Checks.nonEmpty(Checks.DNS_SUBDOMAIN));
        MODE.check(spec.at("volumeMode"));
        attributes(spec);
    }

    private static void capacity(Place capacity) {
        if (capacity.isEmpty()) {
            capacity.required("");
        }
        if (capacity.object().size() != 1 || !capacity.object().has("storage")) {
            capacity.notSupported(capacity, List.of("storage"));
        }
        capacity.eachKey(amount -> {
            ResourceRules.quantity(amount);
            if (Quantities.parse(amount.text()).sign() <= 0) {
                amount.invalid("must be greater than zero");
            }
        });
    }

    private static void attributes(Place spec) {
        Place attributes = spec.at("volumeAttributesClassName");
        if (attributes.isAbsent()) {
            return;
        }
        attributes.check(Checks.required("an empty string is disallowed", Checks.DNS_SUBDOMAIN));
        if (spec.at("csi").isAbsent()) {
            spec.at("csi").required("has to be specified when using volumeAttributesClassName");
        }
    }

    /// A volume that an attachment describes.
    public static void checkInline(Place spec) {
        for (String field : List.of(
                "claimRef", "capacity", "persistentVolumeReclaimPolicy", "storageClassName", "volumeMode")) {
            if (!spec.at(field).isEmpty()) {
                spec.at(field).forbidden(INLINE);
            }
        }
        if (spec.at("csi").isAbsent()) {
            spec.at("csi").required("has to be specified in the context of inline volumes");
        }
        modes(spec);
        sources(spec);
    }

    private static void modes(Place spec) {
        Place modes = spec.at("accessModes");
        modes.check(REQUIRED);
        AccessModes.check(modes);
    }

    private static void sources(Place spec) {
        Place affinity = spec.at("nodeAffinity");
        if (affinity.isPresent()) {
            Place required = affinity.at("required");
            if (required.isAbsent()) {
                required.required("must specify required node constraints");
            } else {
                NodeSelectors.check(required, false);
            }
        }
        int count = 0;
        for (Map.Entry<String, Check> source : SOURCES) {
            Place place = spec.at(source.getKey());
            if (place.isAbsent()) {
                continue;
            }
            if (++count > 1) {
                place.forbidden("may not specify more than 1 volume type");
            } else {
                source.getValue().check(place);
            }
        }
        if (count == 0) {
            spec.required("must specify a volume type");
        }
    }

    static void checkUpdate(Place volume, ObjectTree old) {
        // Upstream judges the new object by itself and again as a change, and clients see both.
        check(volume);
        check(volume);
        ObjectTree before = sources(old.object("spec"));
        ObjectTree now = sources(volume.object().object("spec"));
        if (!now.equals(before)) {
            volume.at("spec", "persistentvolumesource")
                    .forbidden("spec.persistentvolumesource is immutable after creation\n"
                            + Difference.of("io.k8s.api.core.v1.PersistentVolumeSource", before, now));
        }
        Immutable.check(volume.at("volumeMode").with(volume.at("spec", "volumeMode").value()), old.object("spec").get("volumeMode"));
        VolumeTransitions.checkAffinity(
                volume.at("nodeAffinity").with(volume.at("spec", "nodeAffinity").value()),
                old.object("spec").get("nodeAffinity"));
        attributesUpdate(volume.at("spec", "volumeAttributesClassName"), old.object("spec"));
    }

    private static void attributesUpdate(Place attributes, ObjectTree before) {
        if (attributes.isAbsent() && !before.get("volumeAttributesClassName").isNull()) {
            attributes.forbidden("update from non-nil value to nil is forbidden");
        }
    }

    private static ObjectTree sources(ObjectTree spec) {
        ObjectTree sources = ObjectTree.EMPTY;
        for (Map.Entry<String, Check> source : SOURCES) {
            if (spec.has(source.getKey())) {
                sources = sources.with(source.getKey(), spec.get(source.getKey()));
            }
        }
        return sources;
    }
}
