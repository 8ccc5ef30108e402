package dev.pilothouse.apiserver.read;

import java.util.Optional;

/// A change of one object.
///
/// @param revision the revision of the change
/// @param now the object after it; after a deletion the object as it was, with the revision of the deletion
/// @param before the object before it
public record Change(long revision, boolean deleted, Item now, Optional<Item> before) {}
