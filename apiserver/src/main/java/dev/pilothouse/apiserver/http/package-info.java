/// The door: what comes in over HTTP or from the same process, and what goes out. Knows bytes and headers, and nothing
/// of resources. Start reading at [Handler].
package dev.pilothouse.apiserver.http;
