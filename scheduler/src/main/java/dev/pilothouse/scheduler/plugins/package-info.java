/// What makes a node fit for a pod, and what makes it better than another. One rule, one file; none knows the queue or
/// the API.
package dev.pilothouse.scheduler.plugins;
