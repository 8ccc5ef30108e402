package dev.pilothouse.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.api.core.v1.PersistentVolume;
import dev.pilothouse.api.core.v1.PersistentVolumeClaim;
import dev.pilothouse.api.storage.v1.CSINode;
import dev.pilothouse.api.storage.v1.StorageClass;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Where a pod with a claim can run.
final class VolumeTest {
    private static final String POD = "{spec: {volumes: [{name: v, persistentVolumeClaim: {claimName: c}}]}}";
    private static final String BOUND = "annotations: {pv.kubernetes.io/bind-completed: 'yes'}";

    private static Stage stage(String claim, String volume) {
        Stage stage = new Stage()
                .node("here", "{labels: {zone: east, topology.kubernetes.io/zone: east}}")
                .object(
                        StorageClass.RESOURCE,
                        "{metadata: {name: local}, provisioner: kubernetes.io/no-provisioner, volumeBindingMode: WaitForFirstConsumer}")
                .object(
                        StorageClass.RESOURCE,
                        "{metadata: {name: made}, provisioner: example.com/p, volumeBindingMode: WaitForFirstConsumer}")
                .object(
                        StorageClass.RESOURCE,
                        "{metadata: {name: west}, provisioner: example.com/p, volumeBindingMode: WaitForFirstConsumer,"
                                + " allowedTopologies: [{matchLabelExpressions: [{key: zone, values: [west]}]}]}");
        if (!claim.equals("-")) {
            stage.object(PersistentVolumeClaim.RESOURCE, claim);
        }
        return volume.equals("-") ? stage : stage.object(PersistentVolume.RESOURCE, volume);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock = """
            - | - | persistentvolumeclaim "c" not found
            {metadata: {name: c}, spec: {storageClassName: other}} | - | pod has unbound immediate PersistentVolumeClaims
            {metadata: {name: c}, spec: {storageClassName: local, volumeName: v}} | - | pod has unbound immediate PersistentVolumeClaims
            {metadata: {name: c, deletionTimestamp: now}} | - | persistentvolumeclaim "c" is being deleted
            {metadata: {name: c}, spec: {volumeName: v}, status: {phase: Lost}} | - | persistentvolumeclaim "c" bound to non-existent persistentvolume "v"
            {metadata: {name: c, BOUND}, spec: {volumeName: v}} | - | node(s) unavailable due to one or more pvc(s) bound to non-existent pv(s)
            {metadata: {name: c, BOUND}, spec: {volumeName: v}} | {metadata: {name: v}} | fits
            {metadata: {name: c, BOUND}, spec: {volumeName: v}} | {metadata: {name: v}, spec: {nodeAffinity: {required: {nodeSelectorTerms: [{matchExpressions: [{key: zone, operator: In, values: [west]}]}]}}}} | node(s) didn't match PersistentVolume's node affinity
            {metadata: {name: c}, spec: {storageClassName: local}} | - | node(s) didn't find available persistent volumes to bind
            {metadata: {name: c}, spec: {storageClassName: local}} | {metadata: {name: v}, spec: {storageClassName: local}, status: {phase: Available}} | fits
            {metadata: {name: c}, spec: {storageClassName: made}} | - | fits
            {metadata: {name: c, annotations: {volume.kubernetes.io/selected-node: there}}, spec: {storageClassName: made}} | - | node(s) didn't find available persistent volumes to bind
            {metadata: {name: c, annotations: {volume.kubernetes.io/selected-node: here}}, spec: {storageClassName: made}} | - | fits
            {metadata: {name: c}, spec: {storageClassName: west}} | - | node(s) didn't find available persistent volumes to bind
            """)
    void aClaimMustHaveOrGetAVolumeInReach(String claim, String volume, String reason) {
        Stage stage = stage(claim.replace("BOUND", BOUND), volume);
        assertThat(stage.refusal("VolumeBinding", stage.pod(POD), "here"))
                .isEqualTo(reason.equals("fits") ? reason : "never: " + reason);
    }

    @Test
    void aPodThatWaitsForItsClaimSaysOnlyThat() {
        Stage stage = stage("-", "-");
        assertThat(stage.decide(stage.pod(POD))).isInstanceOfSatisfying(Decision.Nowhere.class, nowhere -> assertThat(
                        nowhere.message())
                .isEqualTo("0/1 nodes are available: persistentvolumeclaim \"c\" not found. not found"));
    }

    @Test
    void aVolumeIsPromisedOnce() {
        Stage stage = stage(
                "{metadata: {name: c, uid: one}, spec: {storageClassName: local}}",
                "{metadata: {name: v}, spec: {storageClassName: local}, status: {phase: Available}}");
        stage.object(PersistentVolumeClaim.RESOURCE, "{metadata: {name: d, uid: two}, spec: {storageClassName: local}}");
        Decision decision = stage.decide(stage.pod(POD));
        ((Decision.Node) decision).errands().forEach(Plugin.Errand::assume);
        String other = POD.replace("claimName: c", "claimName: d");
        assertThat(stage.refusal("VolumeBinding", stage.pod(POD), "here")).isEqualTo("fits");
        assertThat(stage.refusal("VolumeBinding", stage.pod(other), "here")).startsWith("never: ");
        ((Decision.Node) decision).errands().forEach(Plugin.Errand::forget);
        assertThat(stage.refusal("VolumeBinding", stage.pod(other), "here")).isEqualTo("fits");
    }

    @ParameterizedTest
    @CsvSource({
        "topology.kubernetes.io/zone, east, fits",
        "topology.kubernetes.io/zone, west__east, fits",
        "failure-domain.beta.kubernetes.io/zone, east, fits",
        "topology.kubernetes.io/zone, west, never: node(s) had no available volume zone",
        "topology.kubernetes.io/region, east, never: node(s) had no available volume zone",
        "zone, west, fits"
    })
    void aVolumesZoneIsThePods(String label, String value, String reason) {
        Stage stage = stage(
                "{metadata: {name: c, " + BOUND + "}, spec: {volumeName: v}}",
                "{metadata: {name: v, labels: {" + label + ": " + value + "}}}");
        assertThat(stage.refusal("VolumeZone", stage.pod(POD), "here")).isEqualTo(reason);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock = """
            ReadWriteOnce    | {}  | fits
            ReadWriteOncePod | {}  | fits
            ReadWriteOnce    | POD | fits
            ReadWriteOncePod | POD | node has pod using PersistentVolumeClaim with the same name and ReadWriteOncePod access mode
            """)
    void someClaimsAreForOnePod(String mode, String running, String reason) {
        Stage stage = stage("{metadata: {name: c}, spec: {accessModes: [" + mode + "]}}", "-")
                .running("elsewhere", running.replace("POD", POD));
        assertThat(stage.refusal("VolumeRestrictions", stage.pod(POD), "here")).isEqualTo(reason);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock = """
            {gcePersistentDisk: {pdName: d}}                 | node(s) had no available disk
            {gcePersistentDisk: {pdName: d, readOnly: true}} | fits
            {awsElasticBlockStore: {volumeID: d}}            | node(s) had no available disk
            {iscsi: {iqn: d}}                                | node(s) had no available disk
            {rbd: {monitors: [a], pool: p, image: d}}        | node(s) had no available disk
            {emptyDir: {}}                                   | fits
            """)
    void someDisksAreMountedOnce(String volume, String reason) {
        String pod = "{spec: {volumes: [" + volume + "]}}";
        Stage stage = new Stage().node("here", "{}").running("here", pod);
        assertThat(stage.refusal("VolumeRestrictions", stage.pod(pod), "here")).isEqualTo(reason);
    }

    @ParameterizedTest
    @CsvSource({"1, c, fits", "1, d, node(s) exceed max volume count", "2, d, fits"})
    void aDriverAttachesOnlySoManyVolumes(int limit, String claim, String reason) {
        Stage stage = new Stage()
                .node("here", "{}")
                .object(
                        CSINode.RESOURCE,
                        "{metadata: {name: here}, spec: {drivers: [{name: x, allocatable: {count: " + limit + "}}]}}");
        for (String each : new String[] {"c", "d"}) {
            stage.object(PersistentVolumeClaim.RESOURCE, "{metadata: {name: " + each + "}, spec: {volumeName: " + each + "}}")
                    .object(
                            PersistentVolume.RESOURCE,
                            "{metadata: {name: " + each + "}, spec: {csi: {driver: x, volumeHandle: " + each + "}}}");
        }
        stage.running("here", POD);
        assertThat(stage.refusal("NodeVolumeLimits", stage.pod(POD.replace("claimName: c", "claimName: " + claim)), "here"))
                .isEqualTo(reason);
    }
}
