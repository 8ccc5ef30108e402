package dev.pilothouse.store.linear;

import dev.pilothouse.store.Store;
import dev.pilothouse.store.StoreException;
import dev.pilothouse.store.disk.DiskStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/// The disk store on a disk that fails.
final class OnFaultyDisk implements Target {
    /// How long a disk stays in a mood.
    private static final int TROUBLE_MILLIS = 20;

    /// So small that snapshots are written in the middle of everything.
    private static final long SNAPSHOT_BYTES = 30_000;

    private final Path folder;
    private final RandomGenerator random;
    private FaultyDisk disk;
    private volatile Store store;

    OnFaultyDisk(Path folder, RandomGenerator random) {
        this.folder = folder;
        this.random = random;
        this.disk = new FaultyDisk(random);
        this.store = open();
    }

    private Store open() {
        return DiskStore.open(
                disk.at(folder), InstantSource.system(), task -> Thread.ofVirtual().start(task), SNAPSHOT_BYTES);
    }

    @Override
    public Store store() {
        return store;
    }

    /// What a snapshot holds has no history behind it.
    @Override
    public boolean forgets() {
        return true;
    }

    @Override
    public int troubles() {
        return 8;
    }

    @Override
    public void trouble(int kind) throws InterruptedException {
        switch (kind) {
            case 0 -> inMood(FaultyDisk.Mood.REFUSING, false);
            case 1 -> inMood(FaultyDisk.Mood.FORGETFUL, false);
            case 2 -> inMood(FaultyDisk.Mood.REFUSING, true);
            case 3 -> inMood(FaultyDisk.Mood.FORGETFUL, true);
            case 4 -> inMood(FaultyDisk.Mood.FULL, false);
            case 5 -> inMood(FaultyDisk.Mood.FULL, true);
            case 6 -> cut();
            default -> {
                store.close();
                store = open();
            }
        }
    }

    private void inMood(FaultyDisk.Mood mood, boolean andCut) throws InterruptedException {
        disk.mood(mood);
        Thread.sleep(1 + random.nextInt(TROUBLE_MILLIS));
        if (andCut) {
            cut();
        } else {
            disk.mood(FaultyDisk.Mood.WELL);
        }
    }

    private void cut() {
        try {
            Store old = store;
            disk.cut();
            // Only the threads of the old one are ended: its files are dead.
            old.close();
            disk = new FaultyDisk(random);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (StoreException dead) {
            throw new IllegalStateException("a store whose disk is dead can't be closed", dead);
        }
        store = open();
    }

    @Override
    public void close() {
        store.close();
    }
}
