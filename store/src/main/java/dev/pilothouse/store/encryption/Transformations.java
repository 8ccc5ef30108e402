package dev.pilothouse.store.encryption;

/// Hears what is sealed and opened, and of the keys for it. Called by whoever reads and writes: it must be quick.
public interface Transformations {
    /// Nobody hears.
    Transformations NONE = new Transformations() {
        @Override
        public void done(String key, String provider, boolean opened, boolean failed, long nanos) {}

        @Override
        public void madeKey(boolean failed, long nanos) {}

        @Override
        public void askedForKey() {}

        @Override
        public void keeps(double part) {}
    };

    /// A value was sealed or opened, or wasn't.
    ///
    /// @param key where it lies in the store
    /// @param provider as [Provider#label] names it
    void done(String key, String provider, boolean opened, boolean failed, long nanos);

    /// A key for values was made, or wasn't.
    void madeKey(boolean failed, long nanos);

    /// The key of a value wasn't at hand: whoever keeps it was asked.
    void askedForKey();

    /// How much of the room for keys is taken now, from 0 to 1.
    void keeps(double part);
}
