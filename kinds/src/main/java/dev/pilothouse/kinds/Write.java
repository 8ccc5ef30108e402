package dev.pilothouse.kinds;

import java.time.Instant;

/// The circumstances of one write that a kind may put into the object.
///
/// @param now when the request arrived
public record Write(Author author, Instant now) {}
