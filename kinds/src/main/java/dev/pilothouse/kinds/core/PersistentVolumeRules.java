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

    /// One kind of volumes. Upstream names a few by other words: where it is judged, where it is one too many.
    private record Source(String field, String shown, String surplus, boolean alone, Check rule) {
        static Source of(String field, Check rule) {
            return new Source(field, field, field, true, rule);
        }

        Source shownAs(String other) {
            return new Source(field, other, surplus, alone, rule);
        }

        Source surplusAs(String other) {
            return new Source(field, shown, other, alone, rule);
        }

        /// Judged and counted behind another source, where all others are refused.
        Source besideOthers() {
            return new Source(field, shown, surplus, false, rule);
        }
    }

    /// The kinds of volumes in the order in which they are looked for.
    private static final List<Source> SOURCES = List.of(
            Source.of("hostPath", VolumeSources.HOST_PATH),
            Source.of("gcePersistentDisk", VolumeSources.GCE_DISK).shownAs("persistentDisk"),
            Source.of("awsElasticBlockStore", VolumeSources.AWS_DISK),
            Source.of("glusterfs", VolumeSources.GLUSTERFS),
            Source.of("flocker", VolumeSources.FLOCKER),
            Source.of("nfs", VolumeSources.NFS),
            Source.of("rbd", VolumeSources.RBD),
            Source.of("quobyte", VolumeSources.QUOBYTE),
            Source.of("cephfs", VolumeSources.CEPHFS).surplusAs("cephFS"),
            Source.of("iscsi", Iscsi::check),
            Source.of("cinder", VolumeSources.PERSISTENT_CINDER),
            Source.of("fc", VolumeSources.FIBRE_CHANNEL),
            Source.of("flexVolume", VolumeSources.FLEX).besideOthers(),
            Source.of("azureFile", VolumeSources.PERSISTENT_AZURE_FILE),
            Source.of("vsphereVolume", VolumeSources.VSPHERE),
            Source.of("photonPersistentDisk", VolumeSources.PHOTON),
            Source.of("portworxVolume", VolumeSources.PORTWORX),
            Source.of("azureDisk", VolumeSources.AZURE_DISK),
            Source.of("scaleIO", VolumeSources.SCALE_IO),
            Source.of("local", at("path", all(Checks.required("", Paths.NO_BACKSTEPS)))),
            Source.of("storageos", VolumeSources.PERSISTENT_STORAGE_OS),
            Source.of("csi", CSI));

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
            ResourceRules.amount(amount);
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
        for (Source source : SOURCES) {
            Place place = spec.at(source.field);
            if (place.isAbsent()) {
                continue;
            }
            if (count++ > 0 && source.alone) {
                place.renamed(source.surplus).forbidden("may not specify more than 1 volume type");
            } else {
                source.rule.check(place.renamed(source.shown));
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
        for (Source source : SOURCES) {
            if (spec.has(source.field)) {
                sources = sources.with(source.field, spec.get(source.field));
            }
        }
        return sources;
    }
}
