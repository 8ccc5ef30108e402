package dev.pilothouse.controllers;

import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.client.Controller;
import dev.pilothouse.controllers.certificates.ApprovingController;
import dev.pilothouse.controllers.certificates.CleanerController;
import dev.pilothouse.controllers.certificates.SigningController;
import dev.pilothouse.controllers.clusterroleaggregation.ClusterRoleAggregationController;
import dev.pilothouse.controllers.cronjob.CronJobController;
import dev.pilothouse.controllers.daemonset.DaemonSetController;
import dev.pilothouse.controllers.deployment.DeploymentController;
import dev.pilothouse.controllers.disruption.DisruptionController;
import dev.pilothouse.controllers.endpoints.EndpointsController;
import dev.pilothouse.controllers.endpointslice.EndpointSliceController;
import dev.pilothouse.controllers.endpointslicemirroring.EndpointSliceMirroringController;
import dev.pilothouse.controllers.ephemeralvolume.EphemeralVolumeController;
import dev.pilothouse.controllers.garbage.GarbageCollector;
import dev.pilothouse.controllers.horizontalpodautoscaler.HorizontalPodAutoscalerController;
import dev.pilothouse.controllers.job.JobController;
import dev.pilothouse.controllers.namespace.NamespaceController;
import dev.pilothouse.controllers.nodelifecycle.NodeLifecycleController;
import dev.pilothouse.controllers.nodelifecycle.TaintEvictionController;
import dev.pilothouse.controllers.persistentvolume.VolumeBinder;
import dev.pilothouse.controllers.podgc.PodGarbageCollector;
import dev.pilothouse.controllers.protection.ClaimProtection;
import dev.pilothouse.controllers.protection.VolumeProtection;
import dev.pilothouse.controllers.replicaset.ReplicaSetController;
import dev.pilothouse.controllers.replicaset.Replicated;
import dev.pilothouse.controllers.resourcequota.ResourceQuotaController;
import dev.pilothouse.controllers.rootca.RootCaPublisher;
import dev.pilothouse.controllers.serviceaccount.ServiceAccountController;
import dev.pilothouse.controllers.serviceaccount.TokensController;
import dev.pilothouse.controllers.statefulset.StatefulSetController;
import dev.pilothouse.controllers.ttl.TtlController;
import dev.pilothouse.controllers.ttlafterfinished.TtlAfterFinishedController;
import dev.pilothouse.controllers.volumeexpand.VolumeExpandController;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// All controllers: the table of contents of this module.
public final class Controllers {
    private Controllers() {}

    /// @param authority the cluster's certificate authority in PEM
    /// @param signer makes a service account token that says what it is given; who needs one doesn't run without
    /// @param certificates signs what signing requests ask for; who needs that doesn't run without
    public static List<Controller> all(
            String authority, Optional<Function<ObjectTree, String>> signer, Optional<CertificateSigner> certificates) {
        List<Controller> all = new ArrayList<>(unconditional(authority));
        signer.ifPresent(make -> all.add(1, new TokensController(authority, make)));
        certificates.ifPresent(sign -> all.add(new SigningController(sign)));
        return all;
    }

    private static List<Controller> unconditional(String authority) {
        return List.of(
                new ServiceAccountController(),
                new NamespaceController(),
                new DeploymentController(),
                new ReplicaSetController(Replicated.REPLICA_SET),
                new ReplicaSetController(Replicated.REPLICATION_CONTROLLER),
                new StatefulSetController(),
                new DaemonSetController(),
                new JobController(),
                new CronJobController(),
                new TtlAfterFinishedController(),
                new EndpointsController(),
                new EndpointSliceController(),
                new EndpointSliceMirroringController(),
                new ResourceQuotaController(),
                new DisruptionController(),
                new HorizontalPodAutoscalerController(),
                new GarbageCollector(),
                new VolumeBinder(),
                new VolumeExpandController(),
                new EphemeralVolumeController(),
                new ClaimProtection(),
                new VolumeProtection(),
                new PodGarbageCollector(),
                new NodeLifecycleController(),
                new TaintEvictionController(),
                new TtlController(),
                new ClusterRoleAggregationController(),
                new ApprovingController(),
                new CleanerController(),
                new RootCaPublisher(authority));
    }
}
