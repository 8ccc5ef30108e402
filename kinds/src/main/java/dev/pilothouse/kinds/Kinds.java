package dev.pilothouse.kinds;

import dev.pilothouse.api.meta.GroupKind;
import dev.pilothouse.api.schema.ApiResource;
import dev.pilothouse.api.schema.GroupVersionKind;
import dev.pilothouse.kinds.admissionregistration.MutatingAdmissionPolicy;
import dev.pilothouse.kinds.admissionregistration.MutatingAdmissionPolicyBinding;
import dev.pilothouse.kinds.admissionregistration.MutatingWebhookConfiguration;
import dev.pilothouse.kinds.admissionregistration.ValidatingAdmissionPolicy;
import dev.pilothouse.kinds.admissionregistration.ValidatingAdmissionPolicyBinding;
import dev.pilothouse.kinds.admissionregistration.ValidatingWebhookConfiguration;
import dev.pilothouse.kinds.apiextensions.CustomResourceDefinition;
import dev.pilothouse.kinds.apiregistration.ApiService;
import dev.pilothouse.kinds.apps.ControllerRevision;
import dev.pilothouse.kinds.apps.DaemonSet;
import dev.pilothouse.kinds.apps.Deployment;
import dev.pilothouse.kinds.apps.ReplicaSet;
import dev.pilothouse.kinds.apps.StatefulSet;
import dev.pilothouse.kinds.autoscaling.HorizontalPodAutoscaler;
import dev.pilothouse.kinds.autoscaling.HorizontalPodAutoscalerConversion;
import dev.pilothouse.kinds.batch.CronJob;
import dev.pilothouse.kinds.batch.Job;
import dev.pilothouse.kinds.certificates.CertificateSigningRequest;
import dev.pilothouse.kinds.coordination.Lease;
import dev.pilothouse.kinds.core.ComponentStatus;
import dev.pilothouse.kinds.core.ConfigMap;
import dev.pilothouse.kinds.core.Endpoints;
import dev.pilothouse.kinds.core.Event;
import dev.pilothouse.kinds.core.EventConversion;
import dev.pilothouse.kinds.core.LimitRange;
import dev.pilothouse.kinds.core.Namespace;
import dev.pilothouse.kinds.core.Node;
import dev.pilothouse.kinds.core.PersistentVolume;
import dev.pilothouse.kinds.core.PersistentVolumeClaim;
import dev.pilothouse.kinds.core.PodTemplate;
import dev.pilothouse.kinds.core.ReplicationController;
import dev.pilothouse.kinds.core.ResourceQuota;
import dev.pilothouse.kinds.core.Secret;
import dev.pilothouse.kinds.core.Service;
import dev.pilothouse.kinds.core.ServiceAccount;
import dev.pilothouse.kinds.core.pod.Pod;
import dev.pilothouse.kinds.discovery.EndpointSlice;
import dev.pilothouse.kinds.flowcontrol.FlowSchema;
import dev.pilothouse.kinds.flowcontrol.PriorityLevelConfiguration;
import dev.pilothouse.kinds.networking.Ingress;
import dev.pilothouse.kinds.networking.IngressClass;
import dev.pilothouse.kinds.networking.IpAddress;
import dev.pilothouse.kinds.networking.NetworkPolicy;
import dev.pilothouse.kinds.networking.ServiceCidr;
import dev.pilothouse.kinds.node.RuntimeClass;
import dev.pilothouse.kinds.policy.PodDisruptionBudget;
import dev.pilothouse.kinds.rbac.ClusterRole;
import dev.pilothouse.kinds.rbac.ClusterRoleBinding;
import dev.pilothouse.kinds.rbac.Role;
import dev.pilothouse.kinds.rbac.RoleBinding;
import dev.pilothouse.kinds.resource.DeviceClass;
import dev.pilothouse.kinds.resource.ResourceClaim;
import dev.pilothouse.kinds.resource.ResourceClaimTemplate;
import dev.pilothouse.kinds.resource.ResourceSlice;
import dev.pilothouse.kinds.scheduling.PriorityClass;
import dev.pilothouse.kinds.storage.CsiDriver;
import dev.pilothouse.kinds.storage.CsiNode;
import dev.pilothouse.kinds.storage.CsiStorageCapacity;
import dev.pilothouse.kinds.storage.StorageClass;
import dev.pilothouse.kinds.storage.VolumeAttachment;
import dev.pilothouse.kinds.storage.VolumeAttributesClass;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Every kind that has something to say, in the order of discovery.
public final class Kinds {
    private static final List<Kind> ALL = List.of(
            new ComponentStatus(),
            new ConfigMap(),
            new Endpoints(),
            Event.lenient(),
            new LimitRange(),
            new Namespace(),
            new Node(),
            new PersistentVolumeClaim(),
            new PersistentVolume(),
            new Pod(),
            new PodTemplate(),
            new ReplicationController(),
            new ResourceQuota(),
            new Secret(),
            new ServiceAccount(),
            new Service(),
            new ApiService(),
            new ControllerRevision(),
            new DaemonSet(),
            new Deployment(),
            new ReplicaSet(),
            new StatefulSet(),
            new HorizontalPodAutoscaler(),
            new CronJob(),
            new Job(),
            new CertificateSigningRequest(),
            new IngressClass(),
            new Ingress(),
            new IpAddress(),
            new NetworkPolicy(),
            new ServiceCidr(),
            new PodDisruptionBudget(),
            new ClusterRoleBinding(),
            new ClusterRole(),
            new RoleBinding(),
            new Role(),
            new CsiDriver(),
            new CsiNode(),
            new CsiStorageCapacity(),
            new StorageClass(),
            new VolumeAttachment(),
            new VolumeAttributesClass(),
            new MutatingAdmissionPolicy(),
            new MutatingAdmissionPolicyBinding(),
            new MutatingWebhookConfiguration(),
            new ValidatingAdmissionPolicy(),
            new ValidatingAdmissionPolicyBinding(),
            new ValidatingWebhookConfiguration(),
            new CustomResourceDefinition(),
            new PriorityClass(),
            new Lease(),
            new RuntimeClass(),
            new EndpointSlice(),
            new DeviceClass(),
            new ResourceClaim(),
            new ResourceClaimTemplate(),
            new ResourceSlice(),
            new FlowSchema(),
            new PriorityLevelConfiguration());

    private static final Map<GroupKind, Kind> BY_NAME =
            ALL.stream().collect(Collectors.toUnmodifiableMap(kind -> kind.traits().kind(), Function.identity()));

    private static final GroupVersionKind EVENTS = new GroupVersionKind("events.k8s.io", "v1", "Event");

    /// The served forms that aren't stored.
    private static final Map<GroupVersionKind, Conversion> CONVERSIONS = Map.of(
            EVENTS,
            new EventConversion(),
            new GroupVersionKind("autoscaling", "v1", "HorizontalPodAutoscaler"),
            new HorizontalPodAutoscalerConversion());

    private Kinds() {}

    public static List<Kind> all() {
        return ALL;
    }

    /// The kind of this name; one without a file of its own behaves as every kind does.
    public static Kind of(GroupKind name) {
        Kind kind = BY_NAME.get(name);
        return kind != null ? kind : () -> Traits.of(name.group(), name.kind());
    }

    /// What the API server does with objects of a served resource.
    public static Strategy strategy(ApiResource resource) {
        GroupVersionKind served = resource.groupVersionKind();
        Conversion conversion = CONVERSIONS.getOrDefault(served, Conversion.NONE);
        Kind kind = served.equals(EVENTS) ? Event.strict() : of(new GroupKind(served.group(), served.kind()));
        return new Strategy(
                conversion == Conversion.NONE ? kind : new ServedKind(kind, conversion), resource, conversion);
    }
}
