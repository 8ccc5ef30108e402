package dev.pilothouse.apiserver.read;

import dev.pilothouse.api.tree.ObjectTree;

/// An object as it is served: sealed, in the resource's version, with its resource version inside.
///
/// @param key its key in the cluster store
/// @param revision the revision that wrote it
public record Item(String key, ObjectTree object, long revision) {}
