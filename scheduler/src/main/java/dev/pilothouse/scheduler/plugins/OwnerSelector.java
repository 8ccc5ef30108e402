package dev.pilothouse.scheduler.plugins;

import dev.pilothouse.api.apps.v1.ReplicaSet;
import dev.pilothouse.api.apps.v1.StatefulSet;
import dev.pilothouse.api.core.v1.ReplicationController;
import dev.pilothouse.api.core.v1.Service;
import dev.pilothouse.api.meta.LabelSelector;
import dev.pilothouse.api.meta.ObjectMeta;
import dev.pilothouse.api.meta.OwnerReferences;
import dev.pilothouse.api.schema.GroupVersionResource;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.client.Key;
import dev.pilothouse.scheduler.Plugin;
import dev.pilothouse.scheduler.PodState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Tells which pods are of one set with a pod: those that all its services and the one who controls it select.
final class OwnerSelector {
    private static final Map<String, GroupVersionResource> CONTROLLERS = Map.of(
            "apps/v1/ReplicaSet", ReplicaSet.RESOURCE,
            "apps/v1/StatefulSet", StatefulSet.RESOURCE,
            "v1/ReplicationController", ReplicationController.RESOURCE);

    private OwnerSelector() {}

    /// @return everything where nobody selects the pod
    static LabelSelector of(PodState pod, Plugin.Cluster cluster) {
        Map<String, String> labels = new HashMap<>();
        for (ObjectTree service : cluster.all(Service.RESOURCE)) {
            ObjectTree selector = service.object("spec").object("selector");
            if (!selector.isEmpty()
                    && ObjectMeta.namespace(service).equals(pod.namespace())
                    && LabelSelector.of(selector.texts()).matches(pod.labels())) {
                labels.putAll(selector.texts());
            }
        }
        List<LabelSelector.Requirement> all = new ArrayList<>();
        Optional<ObjectTree> controller = controller(pod, cluster);
        if (controller.isPresent()) {
            ObjectTree selector = controller.get().object("spec").object("selector");
            if (controller.get().text("kind").equals("ReplicationController")) {
                labels.putAll(selector.texts());
            } else {
                all.addAll(LabelSelector.of(selector).requirements());
            }
        }
        all.addAll(LabelSelector.of(labels).requirements());
        return LabelSelector.of(all);
    }

    private static Optional<ObjectTree> controller(PodState pod, Plugin.Cluster cluster) {
        return OwnerReferences.controllerOf(pod.pod()).flatMap(owner -> Optional.ofNullable(
                        CONTROLLERS.get(owner.text("apiVersion") + "/" + owner.text("kind")))
                .flatMap(resource -> cluster.get(resource, new Key(pod.namespace(), owner.text("name"))))
                .map(found -> found.with("kind", owner.text("kind"))));
    }
}
