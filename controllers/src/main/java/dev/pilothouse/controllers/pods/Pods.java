package dev.pilothouse.controllers.pods;

import dev.pilothouse.api.meta.ApiError;
import dev.pilothouse.api.meta.ObjectMeta;
import dev.pilothouse.api.meta.OwnerReferences;
import dev.pilothouse.api.meta.Timestamps;
import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.ObjectTree;
import java.time.Duration;
import java.time.Instant;

/// Pure functions on pods.
public final class Pods {
    private Pods() {}

    public static String phase(ObjectTree pod) {
        return pod.object("status").text("phase");
    }

    /// Whether the pod has not ended and is not asked to.
    public static boolean isActive(ObjectTree pod) {
        return !isFinished(pod) && !ObjectMeta.isBeingDeleted(pod);
    }

    public static boolean isFinished(ObjectTree pod) {
        return phase(pod).equals("Succeeded") || phase(pod).equals("Failed");
    }

    public static boolean isTerminating(ObjectTree pod) {
        return !isFinished(pod) && ObjectMeta.isBeingDeleted(pod);
    }

    public static ObjectTree condition(ObjectTree object, String type) {
        for (ObjectTree condition : object.object("status").list("conditions").objects()) {
            if (condition.text("type").equals(type)) {
                return condition;
            }
        }
        return ObjectTree.EMPTY;
    }

    public static boolean isReady(ObjectTree pod) {
        return condition(pod, "Ready").text("status").equals("True");
    }

    /// Whether the pod has been ready for this long.
    public static boolean isAvailable(ObjectTree pod, Duration minReady, Instant now) {
        return isReady(pod) && (minReady.isZero() || !readySince(pod).plus(minReady).isAfter(now));
    }

    public static Instant readySince(ObjectTree pod) {
        return Timestamps.parse(condition(pod, "Ready").text("lastTransitionTime"))
                .orElse(Instant.EPOCH);
    }

    /// Whether a pod was refused because its namespace ends: nobody needs to be told.
    public static boolean isRefusedByEnd(ApiError refused) {
        return refused.status().tree().toString().contains("NamespaceTerminating");
    }

    /// A new pod of the template, controlled by the owner.
    public static ObjectTree from(ObjectTree template, ObjectTree owner) {
        ObjectTree from = template.object("metadata");
        ObjectTree.Builder metadata = ObjectTree.builder()
                .put("generateName", prefix(ObjectMeta.name(owner)))
                .put("namespace", ObjectMeta.namespace(owner))
                .put("ownerReferences", ListTree.of(OwnerReferences.controller(owner)));
        for (String field : new String[] {"labels", "annotations", "finalizers"}) {
            metadata.put(field, from.get(field));
        }
        return ObjectTree.builder()
                .put("kind", "Pod")
                .put("apiVersion", "v1")
                .put("metadata", metadata.build())
                .put("spec", template.get("spec"))
                .build();
    }

    /// The owner's name with a dash, unless that could not begin a pod's name.
    private static String prefix(String owner) {
        return owner.length() + 1 > 253 - 5 ? owner : owner + "-";
    }
}
