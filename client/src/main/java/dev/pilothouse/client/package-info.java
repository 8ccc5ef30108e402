/// What every loop shares: transport, reflector, informer, work queue, reconcile loop, leader lease, events.
package dev.pilothouse.client;
