package dev.pilothouse.apiserver.admission;

import dev.pilothouse.api.apps.v1.DaemonSet;
import dev.pilothouse.api.apps.v1.Deployment;
import dev.pilothouse.api.apps.v1.ReplicaSet;
import dev.pilothouse.api.apps.v1.StatefulSet;
import dev.pilothouse.api.batch.v1.CronJob;
import dev.pilothouse.api.batch.v1.Job;
import dev.pilothouse.api.core.v1.PodTemplate;
import dev.pilothouse.api.core.v1.ReplicationController;
import dev.pilothouse.api.schema.GroupVersionResource;
import java.util.List;
import java.util.Map;

/// Where objects that make pods keep their template.
final class PodTemplates {
    static final Map<GroupVersionResource, List<String>> PATHS = Map.of(
            PodTemplate.RESOURCE, List.of("template"),
            ReplicationController.RESOURCE, List.of("spec", "template"),
            ReplicaSet.RESOURCE, List.of("spec", "template"),
            Deployment.RESOURCE, List.of("spec", "template"),
            StatefulSet.RESOURCE, List.of("spec", "template"),
            DaemonSet.RESOURCE, List.of("spec", "template"),
            Job.RESOURCE, List.of("spec", "template"),
            CronJob.RESOURCE, List.of("spec", "jobTemplate", "spec", "template"));

    private PodTemplates() {}
}
