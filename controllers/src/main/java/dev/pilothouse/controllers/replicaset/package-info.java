/// Keeps as many pods running as a ReplicaSet asks for.
package dev.pilothouse.controllers.replicaset;
