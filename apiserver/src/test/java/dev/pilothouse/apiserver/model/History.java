package dev.pilothouse.apiserver.model;

import dev.pilothouse.apiserver.http.Handler;
import dev.pilothouse.store.Store;
import dev.pilothouse.store.disk.DiskStore;
import dev.pilothouse.store.memory.MemoryStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/// One random history, all of it from one seed but for how threads take turns.
///
/// @param steps of each client
/// @param door stands before every server; a canary puts faults there
/// @param patience how long the last events may take once nobody writes any more
/// @param doubtful whether the store leaves writers in doubt now and then
record History(long seed, int steps, UnaryOperator<Handler> door, Duration patience, boolean doubtful) {

    /// Of right servers, on a machine that may be busy.
    static History of(long seed, int steps) {
        return new History(seed, steps, UnaryOperator.identity(), Duration.ofSeconds(20), false);
    }

    History inDoubt() {
        return new History(seed, steps, door, patience, true);
    }

    History with(int fewer) {
        return new History(seed, fewer, door, patience, doubtful);
    }

    /// What a seed decides on.
    ///
    /// @param rude whether the store is compacted under caches that haven't come that far
    private record Cast(boolean disk, int servers, int players, boolean rude) {
        static Cast of(RandomGenerator random) {
            return new Cast(
                    random.nextInt(5) == 0,
                    1 + random.nextInt(2),
                    1 + random.nextInt(3),
                    random.nextInt(6) == 0);
        }
    }

    /// What was played, and what was wrong about it.
    record Verdict(String cast, int events, int reads, List<String> violations) {}

    private static RandomGenerator dice(long seed) {
        return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }

    Verdict play() {
        RandomGenerator random = dice(seed);
        Cast cast = Cast.of(random);
        if (!cast.disk) {
            MemoryStore memory = new MemoryStore(InstantSource.system());
            return play(random, cast, () -> memory);
        }
        try {
            Path folder = Files.createTempDirectory("model");
            try {
                return play(
                        random,
                        cast,
                        () -> DiskStore.open(
                                folder.resolve("store"), InstantSource.system(), task -> Thread.ofVirtual()
                                        .start(task)));
            } finally {
                remove(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Verdict play(RandomGenerator random, Cast cast, Supplier<Store> stores) {
        Ledger ledger = new Ledger();
        try (Cluster cluster = new Cluster(ledger, stores, cast.disk, cast.servers, dice(seed + 1), door)) {
            World world = new World(cluster, ledger);
            if (doubtful) {
                cluster.doubt();
            }
            ReadWriteLock quiet = new ReentrantReadWriteLock(true);
            List<Player> players = new ArrayList<>();
            for (int i = 0; i < cast.players; i++) {
                players.add(new Player(world, dice(random.nextLong()), quiet, i == 0, cast.rude));
            }
            together(players, player -> player.play(steps));
            long last = world.settle();
            Referee referee = new Referee(ledger);
            together(players, player -> player.finish(referee, last, patience));
            world.seen().forEach(referee::judge);
            world.tapes().forEach(referee::judge);
            int events = world.tapes().stream().mapToInt(tape -> tape.frames.size()).sum();
            return new Verdict(cast.toString(), events, world.seen().size(), referee.violations());
        }
    }

    /// What a player does in a thread of its own.
    private interface Part {
        void play(Player player) throws InterruptedException;
    }

    private static void together(List<Player> players, Part part) {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> parts = new ArrayList<>();
            for (Player player : players) {
                parts.add(threads.submit(() -> {
                    part.play(player);
                    return true;
                }));
            }
            for (Future<?> one : parts) {
                one.get();
            }
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException("a player of the history broke off", e);
        }
    }

    private static void remove(Path folder) throws IOException {
        try (var all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
