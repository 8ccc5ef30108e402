package dev.pilothouse.kinds.core.pod;

import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.kinds.core.ClaimSpec;
import dev.pilothouse.kinds.rules.Fill;

/// Defaults of one volume of a pod.
final class VolumeDefaults {
    private static final int FILE_MODE = 0644;
    private static final long TOKEN_SECONDS = 3600;

    private VolumeDefaults() {}

    static ObjectTree of(ObjectTree volume) {
        ObjectTree filled = volume;
        if (isBare(volume)) {
            filled = filled.with("emptyDir", ObjectTree.EMPTY);
        }
        filled = Fill.inside(filled, "secret", VolumeDefaults::mode);
        filled = Fill.inside(filled, "configMap", VolumeDefaults::mode);
        filled = Fill.inside(filled, "hostPath", path -> Fill.missing(path, "type", ""));
        filled = Fill.inside(filled, "downwardAPI", api -> mode(Fill.each(api, "items", VolumeDefaults::downwardFile)));
        filled = Fill.inside(filled, "projected", VolumeDefaults::projected);
        filled = Fill.inside(filled, "image", VolumeDefaults::image);
        filled = Fill.inside(filled, "ephemeral", VolumeDefaults::ephemeral);
        filled = Fill.inside(filled, "iscsi", VolumeSourceDefaults::iscsi);
        filled = Fill.inside(filled, "rbd", VolumeSourceDefaults::rbd);
        filled = Fill.inside(filled, "azureDisk", VolumeSourceDefaults::azureDisk);
        return Fill.inside(filled, "scaleIO", VolumeSourceDefaults::scaleIo);
    }

    /// Whether the volume names no source at all.
    private static boolean isBare(ObjectTree volume) {
        for (ObjectTree.Cursor c = volume.cursor(); c.next(); ) {
            if (!c.name().equals("name") && !c.value().isNull()) {
                return false;
            }
        }
        return true;
    }

    private static ObjectTree mode(ObjectTree source) {
        return Fill.missing(source, "defaultMode", FILE_MODE);
    }

    private static ObjectTree downwardFile(ObjectTree file) {
        return Fill.inside(file, "fieldRef", FieldReference::defaults);
    }

    private static ObjectTree projected(ObjectTree projected) {
        return mode(Fill.each(
                projected,
                "sources",
                source -> Fill.inside(
                        Fill.inside(
                                source,
                                "serviceAccountToken",
                                token -> Fill.missing(token, "expirationSeconds", TOKEN_SECONDS)),
                        "downwardAPI",
                        api -> Fill.each(api, "items", VolumeDefaults::downwardFile))));
    }

    private static ObjectTree image(ObjectTree image) {
        return image.text("pullPolicy").isEmpty()
                ? image.with("pullPolicy", ImageName.pullPolicy(image.text("reference")))
                : image;
    }

    private static ObjectTree ephemeral(ObjectTree ephemeral) {
        return Fill.inside(
                ephemeral, "volumeClaimTemplate", template -> Fill.under(template, "spec", ClaimSpec::defaults));
    }
}
