package dev.pilothouse.store;

/// What to read: keys with a prefix, after one of them, at a revision, so many at most.
///
/// @param after only keys greater than this one; empty for all
/// @param revision the revision to read at; 0 for the current one
/// @param limit the number of entries at most; 0 for all
public record Range(String prefix, String after, long revision, int limit) {
    public static Range of(String prefix) {
        return new Range(prefix, "", 0, 0);
    }

    public Range at(long atRevision) {
        return new Range(prefix, after, atRevision, limit);
    }

    public Range page(String afterKey, int limitEntries) {
        return new Range(prefix, afterKey, revision, limitEntries);
    }
}
