/// The scheduler: takes pods without a node from its queue, filters the nodes, ranks what is left, binds. Start reading
/// at [Scheduler]; the rules are in `plugins`, one file each, in the list [Plugins].
package dev.pilothouse.scheduler;
