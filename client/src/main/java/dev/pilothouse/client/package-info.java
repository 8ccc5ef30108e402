/// What every loop shares: the way to the API server, a cache that follows it, a queue of keys, and the loop that
/// reconciles them. Knows nothing of the server's inside. Start reading at [Controller], then [ControlLoop].
package dev.pilothouse.client;
