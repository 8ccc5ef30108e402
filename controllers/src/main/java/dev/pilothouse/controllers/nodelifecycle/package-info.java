/// Watches over nodes: who doesn't renew its lease is not ready, what isn't ready takes no pods, and pods that don't tolerate that go.
package dev.pilothouse.controllers.nodelifecycle;
