package dev.pilothouse.apiserver.model;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.random.RandomGenerator;

/// One client that does whatever its dice say. The first one also ends servers and compacts the store.
final class Player {
    private static final int FOLLOWERS = 5;

    private final World world;
    private final RandomGenerator random;
    private final ReadWriteLock quiet;
    private final boolean first;
    private final boolean rude;
    private final Reads reads;
    private final Writes writes;
    private final List<Follower> followers = new ArrayList<>();

    /// @param quiet held alone while servers are ended
    /// @param first whether it may do what only one may do
    /// @param rude whether it compacts what the caches may not have seen yet
    Player(World world, RandomGenerator random, ReadWriteLock quiet, boolean first, boolean rude) {
        this.world = world;
        this.random = random;
        this.quiet = quiet;
        this.first = first;
        this.rude = rude;
        this.reads = new Reads(world, random);
        this.writes = new Writes(world, random);
    }

    void play(int steps) throws InterruptedException {
        for (int i = 0; i < steps; i++) {
            int dice = random.nextInt(1_000);
            if (first && dice < 12) {
                alone(this::restart);
            } else if (dice < 45) {
                alone(() -> writes.bind(caller()));
            } else {
                step(dice);
            }
        }
    }

    private void alone(Runnable action) {
        quiet.writeLock().lock();
        try {
            action.run();
        } finally {
            quiet.writeLock().unlock();
        }
    }

    private void restart() {
        if (random.nextBoolean()) {
            world.cluster().restartAll();
        } else {
            world.cluster().restart(random.nextInt(world.cluster().size()));
        }
    }

    private void step(int dice) throws InterruptedException {
        Lock shared = quiet.readLock();
        shared.lock();
        try {
            if (dice < 170) {
                writes.create(caller());
            } else if (dice < 240) {
                writes.replace(caller());
            } else if (dice < 370) {
                writes.patch(caller());
            } else if (dice < 400) {
                writes.apply(caller());
            } else if (dice < 460) {
                writes.phase(caller());
            } else if (dice < 530) {
                writes.delete(caller());
            } else if (dice < 545) {
                writes.deleteMany(caller());
            } else if (dice < 600) {
                reads.get(caller());
            } else if (dice < 690) {
                reads.list(caller());
            } else if (dice < 730) {
                reads.goOn(caller());
            } else if (dice < 760) {
                follow();
            } else if (dice < 780 && first) {
                compact();
            } else {
                listen();
            }
        } finally {
            shared.unlock();
        }
    }

    private Caller caller() {
        return world.cluster().server(random.nextInt(8)).caller();
    }

    private void follow() {
        if (followers.size() < FOLLOWERS) {
            followers.add(new Follower(world, reads, random));
        }
        followers.get(random.nextInt(followers.size())).open(world.cluster().server(random.nextInt(8)));
    }

    private void listen() throws InterruptedException {
        if (followers.isEmpty()) {
            follow();
        }
        Follower follower = followers.get(random.nextInt(followers.size()));
        if (follower.isOpen()) {
            follower.poll(1 + random.nextInt(30));
        } else {
            follower.open(world.cluster().server(random.nextInt(8)));
        }
        if (random.nextInt(12) == 0) {
            follower.leave();
        }
    }

    private void compact() {
        if (rude) {
            world.rude().accumulateAndGet(world.store().revision(), Math::max);
            world.store().compact(world.store().revision());
        } else {
            long reached = Math.min(world.reached(), world.store().revision());
            world.store().compact(Math.max(1, reached - random.nextInt(20)));
        }
    }

    void finish(Referee referee, long last, Duration patience) throws InterruptedException {
        for (Follower follower : followers) {
            follower.finish(referee, last, patience);
        }
    }
}
