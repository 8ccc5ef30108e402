package dev.pilothouse.store;

/// A value under its key.
///
/// @param value not to be changed by anyone
/// @param createRevision the revision that made the key exist
/// @param modRevision the revision that wrote this value
/// @param lease the lease that the entry ends with, or 0
/// @param stale whether the value would be kept in other bytes now, with another key: writing the same again changes that
public record Entry(String key, byte[] value, long createRevision, long modRevision, long lease, boolean stale) {
    public Entry(String key, byte[] value, long createRevision, long modRevision, long lease) {
        this(key, value, createRevision, modRevision, lease, false);
    }
}
