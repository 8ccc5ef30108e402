/// Watches over nodes: who doesn't renew its lease is not ready, and what isn't ready takes no pods.
package dev.pilothouse.controllers.nodelifecycle;
