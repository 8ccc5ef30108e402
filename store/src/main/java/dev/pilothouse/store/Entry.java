package dev.pilothouse.store;

/// A value under its key.
///
/// @param held the value
/// @param createRevision the revision that made the key exist
/// @param modRevision the revision that wrote this value
/// @param lease the lease that the entry ends with, or 0
/// @param stale whether the value would be kept in other bytes now, with another key: writing the same again changes that
public record Entry(String key, Value held, long createRevision, long modRevision, long lease, boolean stale) {
    public Entry(String key, byte[] value, long createRevision, long modRevision, long lease, boolean stale) {
        this(key, new Value(value), createRevision, modRevision, lease, stale);
    }

    public Entry(String key, byte[] value, long createRevision, long modRevision, long lease) {
        this(key, value, createRevision, modRevision, lease, false);
    }

    /// Not to be changed by anyone.
    public byte[] value() {
        return held.bytes();
    }

    /// Bytes of the value.
    public int size() {
        return held.size();
    }

    /// Tells of an array that stays in memory anyway and holds the value, but for something set into it: then it needn't be kept
    /// twice. Nothing else about the entry changes.
    ///
    /// @param whole never changed by anyone
    public void shareWith(byte[] whole) {
        held.shareWith(whole);
    }
}
