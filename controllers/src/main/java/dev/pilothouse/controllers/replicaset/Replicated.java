package dev.pilothouse.controllers.replicaset;

import dev.pilothouse.api.apps.v1.ReplicaSet;
import dev.pilothouse.api.core.v1.ReplicationController;
import dev.pilothouse.api.schema.GroupVersionResource;

/// A kind that asks for a number of equal pods. The two differ in nothing else that its loop has to know.
///
/// @param account the service account of the loop; its events name it, too
/// @param countsTerminating whether the status tells how many pods are on their way out
public record Replicated(
        GroupVersionResource resource, String kind, String controller, String account, boolean countsTerminating) {

    public static final Replicated REPLICA_SET = new Replicated(
            ReplicaSet.RESOURCE, "ReplicaSet", "replicaset-controller", "replicaset-controller", true);

    public static final Replicated REPLICATION_CONTROLLER = new Replicated(
            ReplicationController.RESOURCE,
            "ReplicationController",
            "replicationcontroller-controller",
            "replication-controller",
            false);
}
