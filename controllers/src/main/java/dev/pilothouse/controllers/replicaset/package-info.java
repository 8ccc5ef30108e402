/// Keeps as many pods running as a ReplicaSet or a ReplicationController asks for.
package dev.pilothouse.controllers.replicaset;
