package dev.pilothouse.kinds.core.pod;

import static dev.pilothouse.kinds.rules.Checks.all;

import dev.pilothouse.api.meta.GoText;
import dev.pilothouse.api.meta.NameRules;
import dev.pilothouse.api.meta.Problems;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.kinds.core.ClaimSpecRules;
import dev.pilothouse.kinds.rules.Checks;
import dev.pilothouse.kinds.rules.Place;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Rules for the volumes of a pod. Each has a name of its own and exactly one source.
final class VolumeRules {

    /// @param shown the field's name in messages
    /// @param surplus the field's name where it is one source too many
    private record Source(String field, String shown, String surplus, Rule rule) {
        static Source of(String field, dev.pilothouse.kinds.rules.Check check) {
            return new Source(field, field, field, (source, scope) -> check.check(source));
        }

        Source shownAs(String other) {
            return new Source(field, other, surplus, rule);
        }

        Source surplusAs(String other) {
            return new Source(field, shown, other, rule);
        }
    }

    @FunctionalInterface
    private interface Rule {
        void check(Place source, PodScope scope);
    }

    private static final List<Source> SOURCES = List.of(
            Source.of("emptyDir", VolumeRules::emptyDir),
            Source.of("hostPath", VolumeSources.HOST_PATH),
            Source.of("gitRepo", VolumeSources.GIT_REPO),
            Source.of("gcePersistentDisk", VolumeSources.GCE_DISK).shownAs("persistentDisk"),
            Source.of("awsElasticBlockStore", VolumeSources.AWS_DISK),
            Source.of("secret", VolumeSources.SECRET),
            Source.of("nfs", VolumeSources.NFS),
            Source.of("iscsi", Iscsi::check),
            Source.of("glusterfs", VolumeSources.GLUSTERFS),
            Source.of("flocker", VolumeSources.FLOCKER),
            Source.of("persistentVolumeClaim", VolumeSources.CLAIM),
            Source.of("rbd", VolumeSources.RBD),
            Source.of("cinder", VolumeSources.CINDER),
            Source.of("cephfs", VolumeSources.CEPHFS).surplusAs("cephFS"),
            Source.of("quobyte", VolumeSources.QUOBYTE),
            Source.of("downwardAPI", ProjectionRules::downward).surplusAs("downwarAPI"),
            Source.of("fc", VolumeSources.FIBRE_CHANNEL),
            Source.of("flexVolume", VolumeSources.FLEX),
            Source.of("configMap", VolumeSources.CONFIG_MAP),
            Source.of("azureFile", VolumeSources.AZURE_FILE),
            Source.of("vsphereVolume", VolumeSources.VSPHERE),
            Source.of("photonPersistentDisk", VolumeSources.PHOTON),
            Source.of("portworxVolume", VolumeSources.PORTWORX),
            Source.of("azureDisk", VolumeSources.AZURE_DISK),
            Source.of("storageos", VolumeSources.STORAGE_OS),
            Source.of("projected", ProjectionRules::projected),
            Source.of("scaleIO", VolumeSources.SCALE_IO),
            Source.of("csi", VolumeRules::csi),
            new Source("ephemeral", "ephemeral", "ephemeral", VolumeRules::ephemeral),
            new Source("image", "image", "image", VolumeRules::image));

    private VolumeRules() {}

    /// Checks all volumes and remembers the sound ones in the scope.
    static void check(Place volumes, PodScope scope) {
        Set<String> made = new HashSet<>();
        if (!scope.name().isEmpty()) {
            for (ObjectTree volume : volumes.list().objects()) {
                if (!volume.get("ephemeral").isNull()) {
                    made.add(scope.name() + "-" + volume.text("name"));
                }
            }
        }
        volumes.each(volume -> {
            Problems own = new Problems();
            one(volume.into(own), scope);
            volume.problems().addAll(own.list());
            if (own.isEmpty()) {
                scope.volumes().put(volume.at("name").text(), volume.object());
            }
            Place claim = volume.at("persistentVolumeClaim", "claimName");
            if (made.contains(claim.text())) {
                claim.invalid("must not reference a PVC that gets created for an ephemeral volume");
            }
        });
    }

    private static void one(Place volume, PodScope scope) {
        source(volume, scope);
        Place name = volume.at("name");
        name.check(Checks.required("", Checks.DNS_LABEL));
        if (scope.volumes().containsKey(name.text())) {
            name.duplicate();
        }
    }

    private static void source(Place volume, PodScope scope) {
        int found = 0;
        for (Source source : SOURCES) {
            if (!volume.has(source.field)) {
                continue;
            }
            Place place = volume.at(source.field);
            if (found++ > 0) {
                place.renamed(source.surplus).forbidden("may not specify more than 1 volume type");
            } else {
                source.rule.check(place.renamed(source.shown), scope);
            }
            if (source.field.equals("iscsi")) {
                Iscsi.checkName(volume);
            }
        }
        if (found == 0) {
            volume.required("must specify a volume type");
        }
    }

    private static void emptyDir(Place source) {
        Place limit = source.at("sizeLimit");
        if (limit.isPresent() && Quantities.parse(limit.text()).sign() < 0) {
            limit.forbidden("SizeLimit field must be a valid resource quantity");
        }
    }

    private static void csi(Place source) {
        source.at("driver").check(Checks.required("", VolumeSources.CSI_DRIVER));
        Place secret = source.at("nodePublishSecretRef");
        if (secret.isPresent()) {
            if (secret.at("name").isEmpty()) {
                secret.at("name").required("");
            } else {
                String name = secret.at("name").text();
                source.at("name").invalidEach(name, NameRules.dns1123Subdomain(name));
            }
        }
    }

    private static void ephemeral(Place source, PodScope scope) {
        Place template = source.at("volumeClaimTemplate");
        if (template.isAbsent()) {
            template.required("");
        } else {
            ClaimSpecRules.checkTemplate(template);
        }
        Place volume = source.parent();
        String name = volume.at("name").text();
        if (!scope.name().isEmpty() && !name.isEmpty()) {
            String claim = scope.name() + "-" + name;
            for (String broken : NameRules.dns1123Subdomain(claim)) {
                volume.at("name").invalid("PVC name " + GoText.quote(claim) + ": " + broken);
            }
        }
    }

    private static void image(Place source, PodScope scope) {
        if (scope.pod()) {
            Checks.REQUIRED.check(source.at("reference"));
        }
        source.at("pullPolicy").check(ContainerRules.PULL_POLICY);
    }
}
