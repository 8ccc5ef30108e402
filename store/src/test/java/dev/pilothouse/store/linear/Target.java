package dev.pilothouse.store.linear;

import dev.pilothouse.store.Store;

/// The store that a trial asks, as it comes and goes.
interface Target extends AutoCloseable {
    /// The store as it is now; asking it may fail at any time.
    Store store();

    /// The store as one of those who ask reaches it.
    default Store store(int client) {
        return store();
    }

    /// Whether a restart forgets history that nobody told it to forget.
    boolean forgets();

    /// What goes wrong when trouble strikes, one of so many kinds.
    int troubles();

    /// Makes trouble of a kind for a while, and ends it again.
    void trouble(int kind) throws InterruptedException;

    @Override
    void close();
}
