/// The scheduler: filters, ranks, binds.
package dev.pilothouse.scheduler;
