package dev.pilothouse.app;

import dev.pilothouse.store.Store;
import dev.pilothouse.store.memory.MemoryStore;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import java.util.random.RandomGenerator;

/// Everything that a control plane takes from the world around it, so that none of its parts asks for it behind our back.
///
/// @param store the cluster's state; whoever made it closes it, after the control plane
/// @param random seeds names and spreads retries; nothing secret comes from it
/// @param threads makes the threads of loops and watches
public record Machine(Store store, InstantSource clock, RandomGenerator random, ThreadFactory threads) {

    /// This process' own clock, dice and virtual threads.
    public static Machine real(Store store) {
        return new Machine(
                store,
                InstantSource.system(),
                new SecureRandom(),
                Thread.ofVirtual().name("loop-", 0).factory());
    }

    /// The same, with a store that forgets everything at the end of the process.
    public static Machine inMemory() {
        return real(new MemoryStore(InstantSource.system()));
    }

    /// A thread for each task.
    public Executor executor() {
        return task -> threads.newThread(task).start();
    }
}
