/// What every loop shares: transport, reflector, informer, work queue, reconcile loop, leader lease, events.
module dev.pilothouse.client {
    requires transitive dev.pilothouse.api;
}
