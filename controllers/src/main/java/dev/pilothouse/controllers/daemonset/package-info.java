/// Keeps a pod on every node that fits. Start reading at [DaemonSetController]; how an update goes over the nodes is in
/// [DaemonRollout].
package dev.pilothouse.controllers.daemonset;
