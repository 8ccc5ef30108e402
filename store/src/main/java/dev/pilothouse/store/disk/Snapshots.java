package dev.pilothouse.store.disk;

import dev.pilothouse.store.StoreException;
import dev.pilothouse.store.mvcc.Mvcc;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes snapshots beside the writer, one at a time, each of a revision that isn't compacted meanwhile.
///
/// One that fails leaves nothing behind: on a full disk what it has written would take the room that writes need.
final class Snapshots {
    private static final Logger LOG = LoggerFactory.getLogger(Snapshots.class);

    private final DataFolder folder;
    private final Mvcc mvcc;
    private final Executor executor;
    private Optional<Running> running = Optional.empty();
    private volatile boolean abandoned;

    private record Running(long revision, CompletableFuture<Outcome> outcome) {}

    sealed interface Outcome {
        record Written(long revision, long bytes) implements Outcome {}

        /// The journals are kept, so that nothing is lost.
        record Failed() implements Outcome {}
    }

    Snapshots(DataFolder folder, Mvcc mvcc, Executor executor) {
        this.folder = folder;
        this.mvcc = mvcc;
        this.executor = executor;
    }

    /// For the writer, as all methods are.
    boolean isRunning() {
        return running.isPresent();
    }

    /// The revision that must not be compacted yet.
    long pinned() {
        return running.map(Running::revision).orElse(Long.MAX_VALUE);
    }

    void start(long revision) {
        CompletableFuture<Outcome> outcome = new CompletableFuture<>();
        running = Optional.of(new Running(revision, outcome));
        executor.execute(() -> outcome.complete(write(revision)));
    }

    /// How the one that ran has ended, if it has; told once.
    Optional<Outcome> ended() {
        if (running.isEmpty() || !running.get().outcome().isDone()) {
            return Optional.empty();
        }
        Outcome outcome = running.get().outcome().join();
        running = Optional.empty();
        return Optional.of(outcome);
    }

    /// Ends the one that runs, wherever it is, and waits until it touches nothing any more.
    void abandon() {
        abandoned = true;
        running.ifPresent(it -> it.outcome().join());
    }

    private Outcome write(long revision) {
        Path unfinished = folder.files().unfinishedSnapshot();
        try {
            long bytes = SnapshotFile.write(unfinished, mvcc, revision, () -> abandoned);
            folder.finish(revision);
            return new Outcome.Written(revision, bytes);
        } catch (StoreException.Closed e) {
            discard(unfinished);
            return new Outcome.Failed();
        } catch (IOException e) {
            discard(unfinished);
            LOG.warn("A snapshot failed; the journals are kept: {}", DataFolder.describe(e));
            return new Outcome.Failed();
        } catch (RuntimeException | OutOfMemoryError e) {
            discard(unfinished);
            LOG.error("A snapshot failed; the journals are kept", e);
            return new Outcome.Failed();
        }
    }

    private static void discard(Path unfinished) {
        try {
            Files.deleteIfExists(unfinished);
        } catch (IOException e) {
            LOG.warn("{} can't be deleted: {}", unfinished, DataFolder.describe(e));
        }
    }
}
