package dev.pilothouse.store;

/// A value under its key.
///
/// @param value not to be changed by anyone
/// @param createRevision the revision that made the key exist
/// @param modRevision the revision that wrote this value
/// @param lease the lease that the entry ends with, or 0
public record Entry(String key, byte[] value, long createRevision, long modRevision, long lease) {}
