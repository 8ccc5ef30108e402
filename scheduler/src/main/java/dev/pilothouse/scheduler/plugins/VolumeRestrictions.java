package dev.pilothouse.scheduler.plugins;

import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.client.Key;
import dev.pilothouse.scheduler.NodeState;
import dev.pilothouse.scheduler.Plugin;
import dev.pilothouse.scheduler.PodState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Volumes that can't be used twice: claims that are for one pod, and disks that tolerate one mount.
public final class VolumeRestrictions implements Plugin {
    @Override
    public String name() {
        return "VolumeRestrictions";
    }

    @Override
    public List<String> curedBy() {
        return List.of("Pod", "Node", "PersistentVolumeClaim");
    }

    @Override
    public Optional<Judge> judge(PodState pod, Cluster cluster) {
        List<Disk> disks = disks(pod);
        if (pod.claims().isEmpty() && disks.isEmpty()) {
            return Optional.empty();
        }
        PodClaims claims = new PodClaims(pod, cluster);
        Optional<String> missing = pod.claims().stream()
                .filter(use -> !use.isEphemeral() && claims.find(use).isEmpty())
                .map(PodClaims::missing)
                .findFirst();
        boolean taken = claims.existing().stream()
                .filter(claim -> claim.object("spec").list("accessModes").texts().contains("ReadWriteOncePod"))
                .anyMatch(claim -> cluster.usersOf(Key.of(claim)) > 0);
        return Optional.of(new Judge() {
            @Override
            public Optional<String> reject() {
                return missing;
            }

            @Override
            public Optional<Refusal> refuse(NodeState node) {
                if (taken) {
                    return Optional.of(Refusal.of("node has pod using PersistentVolumeClaim with the same name and"
                            + " ReadWriteOncePod access mode"));
                }
                boolean collides = !disks.isEmpty()
                        && node.pods().stream()
                                .flatMap(other -> disks(other).stream())
                                .anyMatch(used -> disks.stream().anyMatch(used::collides));
                return collides ? Optional.of(Refusal.of("node(s) had no available disk")) : Optional.empty();
            }
        });
    }

    /// A disk that a pod mounts without a claim.
    ///
    /// @param isShareable whether two that only read may have it
    private record Disk(String kind, String id, boolean readOnly, boolean isShareable) {
        boolean collides(Disk other) {
            return kind.equals(other.kind)
                    && id.equals(other.id)
                    && !(isShareable && readOnly && other.readOnly);
        }
    }

    private static List<Disk> disks(PodState pod) {
        List<Disk> disks = new ArrayList<>();
        for (ObjectTree volume : pod.spec().list("volumes").objects()) {
            ObjectTree gce = volume.object("gcePersistentDisk");
            ObjectTree aws = volume.object("awsElasticBlockStore");
            ObjectTree iscsi = volume.object("iscsi");
            ObjectTree rbd = volume.object("rbd");
            if (!gce.isEmpty()) {
                disks.add(new Disk("gce", gce.text("pdName"), gce.bool("readOnly"), true));
            } else if (!aws.isEmpty()) {
                disks.add(new Disk("aws", aws.text("volumeID"), false, false));
            } else if (!iscsi.isEmpty()) {
                disks.add(new Disk("iscsi", iscsi.text("iqn"), iscsi.bool("readOnly"), true));
            } else if (!rbd.isEmpty()) {
                for (String monitor : rbd.list("monitors").texts()) {
                    String id = monitor + "/" + rbd.text("pool") + "/" + rbd.text("image");
                    disks.add(new Disk("rbd", id, rbd.bool("readOnly"), true));
                }
            }
        }
        return disks;
    }
}
