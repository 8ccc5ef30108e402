package dev.pilothouse.store;

import java.util.List;

/// What a range read.
///
/// @param revision the revision that was read at
/// @param remaining the number of further entries that the limit cut off
public record Page(List<Entry> entries, long revision, long remaining) {}
