package dev.pilothouse.store.moves;

import dev.pilothouse.store.Entry;
import dev.pilothouse.store.Outcome;
import dev.pilothouse.store.Page;
import dev.pilothouse.store.Range;
import dev.pilothouse.store.Store;
import dev.pilothouse.store.StoreException;
import dev.pilothouse.store.Transaction;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;

/// What one store gets of an import.
///
/// Entries are written in the order of their revisions. Where a revision isn't the next one yet, writes to the mark make those
/// between. In memory is where each entry stands in the file, some forty bytes an entry.
final class Filling {
    /// Changes of one transaction that are brought as one; etcd takes 128 operations.
    private static final int TOGETHER = 100;

    /// Tries of one write while the target is away for a moment.
    private static final int ATTEMPTS = 10;

    private static final Duration PAUSE = Duration.ofSeconds(1);

    /// How much longer entries live than they would have: they mustn't end while the import goes on.
    private static final Duration ALLOWANCE = Duration.ofMinutes(10);

    private final Store target;
    private final String mark;
    private final Values values;
    private final InstantSource clock;
    private final Revisions revisions;
    private final List<Place> places = new ArrayList<>();
    private final Map<Long, Long> leases = new HashMap<>();

    private record Place(long revision, long offset, int length) {}

    Filling(
            Store target,
            String mark,
            Values values,
            InstantSource clock,
            Executor executor,
            Import.Progress progress) {
        this.target = target;
        this.mark = mark;
        this.values = values;
        this.clock = clock;
        this.revisions = new Revisions(target, this::oneFurther, executor, progress);
    }

    void refuseUsed() {
        Page first = target.range(new Range(Export.ROOT, "", 0, 1));
        if (!first.entries().isEmpty()) {
            throw new StoreException.Unusable(
                    "the target holds a cluster already (" + first.entries().getFirst().key()
                            + "): import into one that is empty",
                    new IllegalStateException("not empty"));
        }
    }

    /// An entry that belongs here.
    void note(long revision, long offset, int length) {
        places.add(new Place(revision, offset, length));
    }

    /// @param last the revision to end at
    void fill(ExportReader file, long last) {
        places.sort(Comparator.comparingLong(Place::revision));
        for (int i = 0; i < places.size(); ) {
            int end = i + 1;
            while (end < places.size()
                    && end - i < TOGETHER
                    && places.get(end).revision() == places.get(i).revision()) {
                end++;
            }
            revisions.reach(places.get(i).revision() - 1, last);
            write(file, places.subList(i, end));
            i = end;
        }
        revisions.reach(last, last);
        if (target.get(mark).isEmpty()) {
            // A store that was further and gets nothing: it moves on all the same, and forgets what was.
            markingOnly();
        }
    }

    /// Takes the mark away. Watches go on behind the file's revision, and no earlier: what was before is this import's doing.
    void finish() {
        long before = target.revision();
        commit(new Transaction(List.of(), List.of(new Transaction.Change.Delete(mark))), List.of());
        target.compact(before);
    }

    private void write(ExportReader file, List<Place> together) {
        List<Transaction.Compare> compares = new ArrayList<>();
        List<Transaction.Change> changes = new ArrayList<>(List.of(marking()));
        List<Transaction.Change.Put> puts = new ArrayList<>();
        for (Place place : together) {
            if (file.again(place.offset(), place.length()) instanceof ExportFile.Item.Stored(Entry entry)) {
                compares.add(new Transaction.Compare(entry.key(), 0));
                puts.add(new Transaction.Change.Put(entry.key(), values.sealed(entry), lease(entry)));
            }
        }
        changes.addAll(puts);
        commit(new Transaction(compares, changes), puts);
    }

    private long lease(Entry entry) {
        return values.end(entry)
                .map(end -> leases.computeIfAbsent(entry.lease(), _ -> granted(end)))
                .orElse(0L);
    }

    private long granted(Instant end) {
        return target.lease(Duration.between(clock.instant(), end).plus(ALLOWANCE));
    }

    private Transaction.Change marking() {
        return new Transaction.Change.Put(mark, "not finished".getBytes(StandardCharsets.US_ASCII), 0);
    }

    private void markingOnly() {
        commit(new Transaction(List.of(), List.of(marking())), List.of());
    }

    /// One revision for nothing. Whether one without an answer came about sees who counts them: a second one may be one too many.
    private void oneFurther() {
        try {
            patiently(true, _ -> target.commit(new Transaction(List.of(), List.of(marking()))));
        } catch (StoreException.Unanswered inDoubt) {
            patiently(false, _ -> target.revision());
        }
    }

    /// A write without an answer may have been done.
    private void commit(Transaction transaction, List<Transaction.Change.Put> puts) {
        patiently(false, again -> {
            if (target.commit(transaction) instanceof Outcome.Conflict(String key, var current)) {
                boolean ours = again
                        && puts.stream()
                                .filter(put -> put.key().equals(key))
                                .allMatch(put -> current.filter(it -> Arrays.equals(it.value(), put.value()))
                                        .isPresent());
                if (!ours) {
                    throw new StoreException.Unusable(
                            "somebody else writes to the target: " + key + " came from elsewhere",
                            new IllegalStateException(key));
                }
            }
        });
    }

    private interface Try {
        /// @param again whether it isn't the first
        void run(boolean again);
    }

    /// Tries again as long as the target is away.
    ///
    /// @param once not what may have been done
    private static void patiently(boolean once, Try one) {
        for (int attempt = 1; ; attempt++) {
            try {
                one.run(attempt > 1);
                return;
            } catch (StoreException.Unavailable | StoreException.Unanswered e) {
                if (attempt == ATTEMPTS || once && e instanceof StoreException.Unanswered) {
                    throw e;
                }
                pause();
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreException.Closed();
        }
    }
}
