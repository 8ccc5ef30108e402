package dev.pilothouse.kinds;

import dev.pilothouse.api.meta.GroupKind;
import dev.pilothouse.api.schema.GroupVersion;
import dev.pilothouse.api.schema.GroupVersionKind;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.kinds.apiextensions.DefinitionV1beta1;
import dev.pilothouse.kinds.autoscaling.HorizontalPodAutoscalerConversion;
import dev.pilothouse.kinds.core.EventConversion;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// In which versions upstream's API server keeps objects. Everything else here works with one version of each kind, which is
/// nearly always the very one; for the few others a conversion stands between the two.
public final class StorageVersions {
    private static final String ADMISSION = "admissionregistration.k8s.io";
    private static final GroupKind DEFINITION = new GroupKind("apiextensions.k8s.io", "CustomResourceDefinition");

    /// What upstream 1.36 writes in another version (its storage factory's overrides): an older server must read it still.
    private static final Map<GroupKind, Conversion> WRITTEN = Map.of(
            DEFINITION,
            new DefinitionV1beta1(),
            new GroupKind(ADMISSION, "MutatingAdmissionPolicy"),
            new Renamed(ADMISSION + "/v1beta1", ADMISSION + "/v1"),
            new GroupKind(ADMISSION, "MutatingAdmissionPolicyBinding"),
            new Renamed(ADMISSION + "/v1beta1", ADMISSION + "/v1"));

    /// Kinds that were stored in an older version of the same shape, and may lie there since.
    private static final Map<String, Set<String>> SAME_SHAPE = Map.ofEntries(
            Map.entry(
                    ADMISSION + "/v1beta1",
                    Set.of(
                            "MutatingAdmissionPolicy",
                            "MutatingAdmissionPolicyBinding",
                            "ValidatingAdmissionPolicy",
                            "ValidatingAdmissionPolicyBinding",
                            "MutatingWebhookConfiguration",
                            "ValidatingWebhookConfiguration")),
            Map.entry("apiregistration.k8s.io/v1beta1", Set.of("APIService")),
            Map.entry("batch/v1beta1", Set.of("CronJob")),
            Map.entry("coordination.k8s.io/v1beta1", Set.of("Lease")),
            Map.entry("networking.k8s.io/v1beta1", Set.of("IPAddress", "ServiceCIDR", "IngressClass")),
            Map.entry("node.k8s.io/v1beta1", Set.of("RuntimeClass")),
            Map.entry("policy/v1beta1", Set.of("PodDisruptionBudget")),
            Map.entry(
                    "rbac.authorization.k8s.io/v1beta1",
                    Set.of("Role", "RoleBinding", "ClusterRole", "ClusterRoleBinding")),
            Map.entry("scheduling.k8s.io/v1beta1", Set.of("PriorityClass")),
            Map.entry(
                    "storage.k8s.io/v1beta1",
                    Set.of(
                            "CSIDriver",
                            "CSINode",
                            "CSIStorageCapacity",
                            "StorageClass",
                            "VolumeAttachment",
                            "VolumeAttributesClass")));

    /// What becomes of objects that were written in other versions.
    private static final Map<GroupVersionKind, Conversion> READ = read();

    private StorageVersions() {}

    private static Map<GroupVersionKind, Conversion> read() {
        Map<GroupVersionKind, Conversion> read = new HashMap<>();
        SAME_SHAPE.forEach((version, kinds) -> {
            GroupVersion older = GroupVersion.parse(version);
            kinds.forEach(kind -> read.put(older.kind(kind), new Renamed(version, older.group() + "/v1")));
        });
        read.put(new GroupVersionKind(DEFINITION.group(), "v1beta1", DEFINITION.kind()), new DefinitionV1beta1());
        // Events and autoscalers are stored in the version that their conversions come from.
        read.put(new GroupVersionKind("events.k8s.io", "v1", "Event"), turned(new EventConversion()));
        read.put(
                new GroupVersionKind("autoscaling", "v1", "HorizontalPodAutoscaler"),
                turned(new HorizontalPodAutoscalerConversion()));
        return Map.copyOf(read);
    }

    /// What upstream would write of an object of ours.
    public static ObjectTree written(ObjectTree object) {
        GroupVersionKind kind = kind(object.text("apiVersion"), object.text("kind"));
        return WRITTEN.getOrDefault(new GroupKind(kind.group(), kind.kind()), Conversion.NONE)
                .toStored(object);
    }

    /// Whether [#written] changes anything of objects of the kind.
    public static boolean differs(GroupKind kind) {
        return WRITTEN.containsKey(kind);
    }

    /// What was written, by upstream or here, in the version that everything here works with.
    public static ObjectTree read(ObjectTree object) {
        return READ.getOrDefault(kind(object.text("apiVersion"), object.text("kind")), Conversion.NONE)
                .toServed(object);
    }

    /// A kind whose type describes objects of this one as well.
    public static GroupVersionKind sameShape(String apiVersion, String kind) {
        GroupVersionKind named = kind(apiVersion, kind);
        return SAME_SHAPE.getOrDefault(apiVersion, Set.of()).contains(kind)
                ? new GroupVersionKind(named.group(), "v1", kind)
                : named;
    }

    /// Kinds that upstream keeps as JSON whatever it is told: its servers for definitions and for aggregation know nothing else.
    public static boolean alwaysJson(GroupKind kind) {
        return List.of("apiextensions.k8s.io", "apiregistration.k8s.io").contains(kind.group());
    }

    private static GroupVersionKind kind(String apiVersion, String kind) {
        return GroupVersion.parse(apiVersion).kind(kind);
    }

    private static Conversion turned(Conversion conversion) {
        return new Conversion() {
            @Override
            public ObjectTree toStored(ObjectTree served) {
                return conversion.toServed(served);
            }

            @Override
            public ObjectTree toServed(ObjectTree stored) {
                return conversion.toStored(stored);
            }
        };
    }

    /// Two versions that say the same in the same words.
    private record Renamed(String stored, String served) implements Conversion {
        @Override
        public ObjectTree toStored(ObjectTree object) {
            return object.with("apiVersion", stored);
        }

        @Override
        public ObjectTree toServed(ObjectTree object) {
            return object.with("apiVersion", served);
        }
    }
}
