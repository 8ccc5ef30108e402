package dev.pilothouse.app;

import dev.pilothouse.store.Store;
import dev.pilothouse.store.memory.MemoryStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import java.util.random.RandomGenerator;

/// Everything that a control plane takes from the world around it, so that none of its parts asks for it behind our back.
///
/// @param store the cluster's state; whoever made it closes it, after the control plane
/// @param steady a clock that goes on when somebody sets the time: for what is measured
/// @param random seeds names and spreads retries; nothing secret comes from it
/// @param threads makes the threads of loops and watches
/// @param host this machine's name, which tells the servers and loops of several machines apart
public record Machine(
        Store store,
        InstantSource clock,
        InstantSource steady,
        RandomGenerator random,
        ThreadFactory threads,
        String host) {
    private static final Path KERNEL_HOST_NAME = Path.of("/proc/sys/kernel/hostname");

    /// This process' own clock, dice and virtual threads.
    public static Machine real(Store store) {
        return new Machine(
                store,
                InstantSource.system(),
                SteadyClock.started(),
                new SecureRandom(),
                Thread.ofVirtual().name("loop").factory(),
                hostName());
    }

    /// As the kernel has it: asking for it through the resolver may wait for a network.
    public static String hostName() {
        try {
            return Files.readString(KERNEL_HOST_NAME).strip();
        } catch (IOException otherSystem) {
            return System.getenv().getOrDefault("HOSTNAME", "localhost");
        }
    }

    /// The same, with a store that forgets everything at the end of the process.
    public static Machine inMemory() {
        return real(new MemoryStore(InstantSource.system()));
    }

    /// For a process that keeps nothing itself: its store is empty and nobody asks for it.
    public static Machine withoutStore() {
        return inMemory();
    }

    /// A thread for each task.
    public Executor executor() {
        return task -> threads.newThread(task).start();
    }
}
