package dev.pilothouse.apiserver.read;

/// The keys that start with a prefix and are greater than a key before.
///
/// @param after empty for all of them
record KeyRange(String prefix, String after) {
    boolean contains(String key) {
        return key.startsWith(prefix) && startComparedTo(key) <= 0;
    }

    /// Negative or zero where the range has begun at the key, positive before.
    int startComparedTo(String key) {
        int side = after.compareTo(key);
        return after.compareTo(prefix) < 0 ? prefix.compareTo(key) : side == 0 ? 1 : side;
    }
}
