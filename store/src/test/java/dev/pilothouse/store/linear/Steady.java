package dev.pilothouse.store.linear;

import dev.pilothouse.store.Store;

/// A store that nothing happens to.
record Steady(Store store) implements Target {
    @Override
    public boolean forgets() {
        return false;
    }

    @Override
    public int troubles() {
        return 1;
    }

    @Override
    public void trouble(int kind) {}

    @Override
    public void close() {
        store.close();
    }
}
