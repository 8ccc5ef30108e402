package dev.pilothouse.store.disk;

import dev.pilothouse.store.Entry;
import dev.pilothouse.store.Event;
import dev.pilothouse.store.Outcome;
import dev.pilothouse.store.Page;
import dev.pilothouse.store.Range;
import dev.pilothouse.store.Store;
import dev.pilothouse.store.StoreException;
import dev.pilothouse.store.Transaction;
import dev.pilothouse.store.Watch;
import dev.pilothouse.store.mvcc.Leases;
import dev.pilothouse.store.mvcc.LogWatch;
import dev.pilothouse.store.mvcc.Mvcc;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The store of one machine. All state is in memory; the disk holds what it takes to build it again: the newest
/// snapshot and the journals behind it.
///
/// One thread, the writer, owns the state. It takes all transactions that wait, decides them in order, writes them as
/// one frame with one fsync, applies them, and only then answers: nobody sees what a crash could take back.
public final class DiskStore implements Store {
    private static final Logger LOG = LoggerFactory.getLogger(DiskStore.class);

    /// Requests that may wait for the writer; more of them wait in their own threads.
    private static final int QUEUE_REQUESTS = 4_096;

    /// Requests that share one fsync at most: bounds the size of a frame, not the rate.
    private static final int GROUP_REQUESTS = 512;

    /// Large enough that snapshots are seldom, small enough that journals are read in seconds.
    private static final long SNAPSHOT_BYTES = 64L << 20;

    /// What a journal grows by before it is tried again to put a snapshot in its place.
    private static final long SNAPSHOT_RETRY_BYTES = 4L << 20;

    /// Between two attempts to end a store whose queue is full.
    private static final long FULL_QUEUE_NANOS = 1_000_000;

    /// How long the writer waits for work before it looks after leases.
    private static final Duration LEASE_CHECK = Duration.ofMillis(500);

    private final DataFolder folder;
    private final InstantSource clock;
    private final long leastBytes;
    private final Recovery recovery = new Recovery();
    private final Mvcc mvcc = recovery.state();
    private final ClockNotes notes = new ClockNotes(mvcc.leases());
    private final Snapshots snapshots;
    private final BlockingQueue<Request> requests = new ArrayBlockingQueue<>(QUEUE_REQUESTS);
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final AtomicBoolean closing = new AtomicBoolean();
    private volatile boolean closed;

    // Owned by the writer.
    private Journal journal;
    private long lastLease;
    private long snapshotBytes;
    private long snapshotAt;
    private long wantedCompaction;
    private long refused;
    private boolean appending;

    // Made beforehand: a writer that fails because it has no memory has none to say so either.
    private final Optional<StoreException> failed = Optional.of(new StoreException.Unusable(
            "the cluster store failed and takes no writes until the server is started again; reads go on", null));
    private final StoreException unsettled = new StoreException.Unanswered(
            "the cluster store failed while it wrote: after a restart the change may turn out to be done", null);
    private volatile Optional<StoreException> broken = Optional.empty();

    /// Opens the folder, or makes it, and reads what it holds.
    ///
    /// @param executor runs the writer for the store's whole life, and a snapshot now and then
    /// @throws StoreException.Locked if another process has it
    /// @throws StoreException.Corrupt if a file was damaged
    /// @throws StoreException.Unusable if it can't be read or written
    public static DiskStore open(Path path, InstantSource clock, Executor executor) {
        return open(path, clock, executor, SNAPSHOT_BYTES);
    }

    /// Refuses a folder that holds no store, which [#open] would make one in.
    public static void requireOne(Path path) {
        try {
            new StoreFiles(path).checkFormat();
        } catch (IOException e) {
            throw new StoreException.Unusable(
                    "the data folder " + path + " can't be read: " + DataFolder.describe(e), e);
        }
    }

    /// The same with journals of another size.
    ///
    /// @param snapshotBytes a journal that is larger than this is replaced by a snapshot, if it is also larger than what it
    ///     would hold
    public static DiskStore open(Path path, InstantSource clock, Executor executor, long snapshotBytes) {
        DiskStore store = new DiskStore(DataFolder.open(path), clock, executor, snapshotBytes);
        try {
            store.recover();
        } catch (IOException e) {
            store.closeFiles();
            throw new StoreException.Unusable(
                    "the data folder " + path + " can't be read: " + DataFolder.describe(e), e);
        } catch (StoreException.Corrupt e) {
            store.closeFiles();
            throw Recovery.advised(e);
        } catch (RuntimeException | Error e) {
            store.closeFiles();
            throw e;
        }
        executor.execute(store::write);
        return store;
    }

    private DiskStore(DataFolder folder, InstantSource clock, Executor executor, long leastBytes) {
        this.leastBytes = leastBytes;
        this.folder = folder;
        this.clock = clock;
        this.snapshots = new Snapshots(folder, mvcc, executor);
    }

    private void recover() throws IOException {
        snapshotBytes = recovery.snapshot(folder.files());
        snapshotAt = Math.max(leastBytes, snapshotBytes);
        for (Path path : folder.files().journalsBehind(mvcc.revision())) {
            if (journal != null) {
                journal.seal();
                journal.close();
            }
            journal = recovery.journal(path);
        }
        lastLease = recovery.lastLease();
        mvcc.leases().resume(clock.instant());
        if (journal == null) {
            journal = Journal.open(folder.files().journal(mvcc.revision()), _ -> {});
        }
        // The process before may have made a journal whose name never got to the disk.
        folder.sync();
    }

    // ---- for all threads

    @Override
    public long revision() {
        return mvcc.revision();
    }

    @Override
    public void check() {
        checkOpen();
        broken.ifPresent(why -> {
            throw why;
        });
    }

    @Override
    public long compactedRevision() {
        return mvcc.compactedRevision();
    }

    @Override
    public Optional<Entry> get(String key) {
        checkOpen();
        return mvcc.get(key);
    }

    @Override
    public Page range(Range range) {
        checkOpen();
        return mvcc.range(range);
    }

    @Override
    public Watch watch(String prefix, long fromRevision) {
        checkOpen();
        return new LogWatch(mvcc.log(), prefix, fromRevision == 0 ? mvcc.revision() + 1 : fromRevision);
    }

    @Override
    public Outcome commit(Transaction transaction) {
        return ask(new CompletableFuture<Outcome>(), answer -> new Request.Commit(transaction, answer));
    }

    @Override
    public long lease(Duration ttl) {
        return ask(new CompletableFuture<Long>(), answer -> new Request.Grant(ttl, answer));
    }

    @Override
    public Optional<Duration> remaining(long lease) {
        checkOpen();
        Instant now = clock.instant();
        return mvcc.leases().end(lease).filter(end -> end.isAfter(now)).map(end -> Duration.between(now, end));
    }

    @Override
    public void compact(long revision) {
        ask(new CompletableFuture<Void>(), answer -> new Request.Compact(revision, answer));
    }

    private <T> T ask(CompletableFuture<T> answer, java.util.function.Function<CompletableFuture<T>, Request> request) {
        checkOpen();
        try {
            requests.put(request.apply(answer));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreException.Closed();
        }
        if (closed && ended.isDone()) { // The writer may have ended before it saw the request.
            answer.completeExceptionally(new StoreException.Closed());
        }
        try {
            return answer.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreException.Unanswered("interrupted while the cluster store was writing", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof StoreException failure) {
                throw failure;
            }
            throw new IllegalStateException("the store's writer failed", e.getCause());
        }
    }

    private void checkOpen() {
        if (closed) {
            throw new StoreException.Closed();
        }
    }

    @Override
    public void close() {
        if (closing.compareAndSet(false, true)) {
            boolean told = false;
            while (!told && !ended.isDone()) {
                // Whoever waits for room in the queue is served first; nobody new comes.
                closed = true;
                told = requests.offer(new Request.Stop(new CompletableFuture<>()));
                if (!told) {
                    LockSupport.parkNanos(FULL_QUEUE_NANOS);
                }
            }
        }
        ended.join();
    }

    // ---- the writer

    private void write() {
        Records.Frame frame = new Records.Frame();
        List<Request> group = new ArrayList<>();
        try {
            do {
                group.clear();
                try {
                    take(group);
                    turn(group, frame);
                } catch (RuntimeException | Error e) {
                    fail(group, e);
                }
            } while (!isLast(group));
        } finally {
            end();
        }
    }

    /// Nobody waits for a writer that is gone, not even for room in its queue.
    private void end() {
        closed = true;
        try {
            mvcc.log().close();
            // The folder is somebody else's as soon as it is closed.
            snapshots.abandon();
            closeFiles();
        } finally {
            ended.complete(null);
            for (Request left = requests.poll(); left != null; left = requests.poll()) {
                left.fail(new StoreException.Closed());
            }
        }
    }

    /// What is in memory may lack what is on the disk by now, so that nothing more is written behind it.
    private void fail(List<Request> group, Throwable e) {
        broken = failed;
        StoreException why = appending ? unsettled : failed.get();
        for (Request request : group) {
            request.fail(why);
        }
        appending = false;
        LOG.error("The cluster store's writer failed; writes are refused until the server is started again", e);
    }

    /// Fills the group with what waits.
    private void take(List<Request> group) {
        try {
            Request first = requests.poll(LEASE_CHECK.toMillis(), TimeUnit.MILLISECONDS);
            if (first != null) {
                group.add(first);
                requests.drainTo(group, GROUP_REQUESTS - 1);
            }
        } catch (InterruptedException e) {
            group.add(new Request.Stop(new CompletableFuture<>()));
        }
    }

    private static boolean isLast(List<Request> group) {
        for (Request request : group) {
            if (request instanceof Request.Stop) {
                return true;
            }
        }
        return false;
    }

    /// What will be applied and answered once the frame is durable.
    private record Decided(List<Event> events, Runnable answer) {}

    private void turn(List<Request> group, Records.Frame frame) {
        frame.reset();
        Mvcc.Batch batch = mvcc.batch();
        List<Decided> decided = new ArrayList<>(group.size());
        Instant now = clock.instant();
        List<Leases.Ended> ended = mvcc.leases().ended(now);
        for (Leases.Ended lease : ended) {
            for (String key : lease.keys()) {
                decide(batch, frame, decided, delete(key), new CompletableFuture<>());
            }
        }
        for (Request request : group) {
            switch (request) {
                case Request.Commit(Transaction transaction, var answer) ->
                    decide(batch, frame, decided, transaction, answer);
                case Request.Grant(Duration ttl, var answer) -> {
                    long lease = ++lastLease;
                    Instant end = now.plus(ttl);
                    frame.lease(lease, end);
                    decided.add(new Decided(List.of(), () -> {
                        mvcc.leases().grant(lease, end);
                        answer.complete(lease);
                    }));
                }
                case Request.Compact(long revision, var answer) -> decided.add(new Decided(List.of(), () -> {
                    wantedCompaction = Math.max(wantedCompaction, revision);
                    compact();
                    answer.complete(null);
                }));
                case Request.Stop(var answer) -> decided.add(new Decided(List.of(), () -> answer.complete(null)));
            }
        }
        boolean noted = notes.add(frame, now);
        Optional<StoreException> failure = frame.isEmpty() ? Optional.empty() : append(frame);
        if (failure.isPresent()) {
            group.forEach(request -> request.fail(failure.get()));
            return;
        }
        for (Decided one : decided) {
            mvcc.apply(one.events());
            one.answer().run();
        }
        if (noted) {
            notes.written(now);
        }
        appending = false;
        ended.forEach(mvcc.leases()::forget);
        snapshots.ended().ifPresent(this::snapshotted);
        if (!snapshots.isRunning() && journal.bytes() > snapshotAt) {
            startSnapshot();
        }
    }

    private static Transaction delete(String key) {
        return new Transaction(List.of(), List.of(new Transaction.Change.Delete(key)));
    }

    private static void decide(
            Mvcc.Batch batch,
            Records.Frame frame,
            List<Decided> decided,
            Transaction transaction,
            CompletableFuture<Outcome> answer) {
        switch (batch.decide(transaction)) {
            case Mvcc.Decision.Accepted(long revision, List<Event> events) -> {
                if (!events.isEmpty()) {
                    frame.transaction(events);
                }
                decided.add(new Decided(events, () -> answer.complete(new Outcome.Committed(revision))));
            }
            case Mvcc.Decision.Refused(String key, Optional<Entry> current) ->
                decided.add(new Decided(List.of(), () -> answer.complete(new Outcome.Conflict(key, current))));
        }
    }

    private Optional<StoreException> append(Records.Frame frame) {
        if (broken.isPresent()) {
            return broken;
        }
        try {
            appending = true;
            journal.append(frame.buffer());
            if (refused > 0) {
                LOG.info("Writes to {} go on again, after {} that failed", journal.path(), refused);
                refused = 0;
            }
            return Optional.empty();
        } catch (IOException e) {
            appending = false;
            StoreException failure = Refusals.of(folder.files().path(), e);
            if (refused++ == 0) {
                LOG.warn("{}", failure.getMessage());
            }
            return Optional.of(failure);
        }
    }

    private void compact() {
        mvcc.compact(Math.min(wantedCompaction, Math.min(snapshots.pinned(), mvcc.revision())));
    }

    // ---- snapshots: a new journal takes what comes after

    private void startSnapshot() {
        long revision = mvcc.revision();
        Path name = folder.files().journal(revision);
        try {
            if (!name.equals(journal.path())) {
                goOnIn(name);
            }
        } catch (IOException e) {
            LOG.warn("No new journal could be started, the old one goes on: {}", DataFolder.describe(e));
            snapshotAt = journal.bytes() + SNAPSHOT_RETRY_BYTES;
            return;
        }
        snapshotAt = Math.max(leastBytes, snapshotBytes);
        snapshots.start(revision);
    }

    /// The old journal has room left, which is worth keeping until the new one has some.
    private void goOnIn(Path name) throws IOException {
        Journal next = Journal.open(name, _ -> {});
        try {
            next.reserve();
            folder.sync();
        } catch (IOException e) {
            next.close();
            Files.deleteIfExists(name);
            throw e;
        }
        journal.close();
        journal = next;
    }

    private void snapshotted(Snapshots.Outcome outcome) {
        if (outcome instanceof Snapshots.Outcome.Written(long revision, long bytes)) {
            snapshotBytes = bytes;
            snapshotAt = Math.max(leastBytes, bytes);
            LOG.info("Snapshot at revision {}: {} bytes", revision, bytes);
        }
        compact();
    }

    @Override
    public OptionalLong sizeBytes() {
        try {
            return OptionalLong.of(folder.files().bytes());
        } catch (IOException | DirectoryIteratorException changing) {
            return OptionalLong.empty();
        }
    }

    private void closeFiles() {
        try {
            if (journal != null) {
                journal.close();
            }
            folder.close();
        } catch (IOException e) {
            LOG.warn("Closing the data folder failed: {}", DataFolder.describe(e));
        }
    }
}
