package dev.pilothouse.apiserver.model;

import dev.pilothouse.store.Transaction;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;

/// What was committed, in the order of revisions: the truth that everything else is measured by. Which keys a revision
/// changed comes from the store's acknowledgements, what stood there from the answers to the writers.
final class Ledger {
    private final NavigableMap<Long, List<Transaction.Change>> commits = new ConcurrentSkipListMap<>();
    private final Map<Place, Facts> said = new ConcurrentHashMap<>();
    private final AtomicLong floor = new AtomicLong();

    private record Place(String key, long revision) {}

    /// One version of one object.
    ///
    /// @param deleted whether it is its end; the facts are the last ones then
    record Version(String key, long revision, boolean deleted, Facts facts) {
        boolean exists() {
            return !deleted;
        }
    }

    /// A change as a resource's watchers may be told of it.
    record Step(Version before, Version now) {}

    void committed(long revision, List<Transaction.Change> changes) {
        commits.putIfAbsent(revision, changes);
        seen(revision);
    }

    /// What an answer to a writer said about the version that it wrote.
    void says(String key, long revision, Facts facts) {
        said.putIfAbsent(new Place(key, revision), facts);
    }

    /// Somebody has been shown this revision: no consistent read may be older from now on.
    void seen(long revision) {
        floor.accumulateAndGet(revision, Math::max);
    }

    /// The revision that a consistent read which begins now must have reached.
    long floor() {
        return floor.get();
    }

    /// The history of one resource as far as it was recorded. Made once all have stopped writing.
    Line line(Kind kind) {
        Map<String, Version> state = new TreeMap<>();
        List<Step> steps = new ArrayList<>();
        commits.forEach((revision, changes) -> {
            for (Transaction.Change change : changes) {
                if (change.key().startsWith(kind.prefix())) {
                    step(state, revision, change).ifPresent(steps::add);
                }
            }
        });
        return new Line(steps);
    }

    private Optional<Step> step(Map<String, Version> state, long revision, Transaction.Change change) {
        Version before = state.getOrDefault(change.key(), NOTHING);
        boolean deleted = change instanceof Transaction.Change.Delete;
        if (deleted && !before.exists()) {
            return Optional.empty();
        }
        Facts facts = deleted
                ? before.facts
                : said.getOrDefault(new Place(change.key(), revision), before.facts);
        Version now = new Version(change.key(), revision, deleted, facts);
        state.put(change.key(), now);
        return Optional.of(new Step(before, now));
    }

    private static final Version NOTHING =
            new Version("", 0, true, new Facts("", "", "", Map.of(), "", "", ""));

    /// The changes of one resource.
    record Line(List<Step> steps) {

        /// What was there after the revision, in key order.
        NavigableMap<String, Version> at(long revision) {
            NavigableMap<String, Version> state = new TreeMap<>();
            for (Step step : steps) {
                if (step.now.revision > revision) {
                    break;
                }
                if (step.now.deleted) {
                    state.remove(step.now.key);
                } else {
                    state.put(step.now.key, step.now);
                }
            }
            return state;
        }

        long changesAfter(long revision) {
            return steps.stream().filter(step -> step.now.revision > revision).count();
        }
    }
}
