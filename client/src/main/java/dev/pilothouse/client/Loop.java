package dev.pilothouse.client;

import java.util.function.Supplier;

/// Something that follows the cluster from the moment it is made, so that it can act on it at once when it is told to.
///
/// O1 It writes nothing before [#act], and then begins with everything that is there, as if it had just been made.
public interface Loop extends AutoCloseable {
    /// Begins to act. To be called once.
    void act();

    @Override
    void close();

    /// Something that needs to know nothing before it acts: it is made then.
    static Loop of(Supplier<? extends AutoCloseable> made) {
        return new LateLoop(made);
    }
}
