package dev.pilothouse.controllers;

import dev.pilothouse.client.Controller;
import dev.pilothouse.controllers.deployment.DeploymentController;
import dev.pilothouse.controllers.replicaset.ReplicaSetController;
import dev.pilothouse.controllers.rootca.RootCaPublisher;
import dev.pilothouse.controllers.serviceaccount.ServiceAccountController;
import java.util.List;

/// Every controller, in the order in which they start.
public final class Controllers {
    private Controllers() {}

    /// @param authority the certificate of the cluster's authority, PEM, for pods to believe the API server by
    public static List<Controller> all(String authority) {
        return List.of(
                new ServiceAccountController(),
                new RootCaPublisher(authority),
                new ReplicaSetController(),
                new DeploymentController());
    }
}
