package dev.pilothouse.store.encryption;

import dev.pilothouse.store.Entry;
import dev.pilothouse.store.Event;
import dev.pilothouse.store.Outcome;
import dev.pilothouse.store.Page;
import dev.pilothouse.store.Range;
import dev.pilothouse.store.Store;
import dev.pilothouse.store.Transaction;
import dev.pilothouse.store.Watch;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// A store whose values are sealed on their way in and opened on their way out, below some prefixes. All others pass
/// as the very arrays that they are.
public final class EncryptedStore implements Store {
    private final Store store;
    private final List<Rule> rules;

    /// Which providers serve the keys with a prefix. Of several rules that fit a key the first one holds.
    public record Rule(String prefix, Providers providers) {}

    public EncryptedStore(Store store, List<Rule> rules) {
        this.store = store;
        this.rules = List.copyOf(rules);
    }

    private Optional<Providers> providers(String key) {
        for (Rule rule : rules) {
            if (key.startsWith(rule.prefix())) {
                return Optional.of(rule.providers());
            }
        }
        return Optional.empty();
    }

    private Entry open(Entry entry) {
        Optional<Providers> providers = providers(entry.key());
        if (providers.isEmpty()) {
            return entry;
        }
        Providers.Opened opened = providers.get().open(entry.key(), entry.value());
        return new Entry(
                entry.key(),
                opened.plain(),
                entry.createRevision(),
                entry.modRevision(),
                entry.lease(),
                opened.stale());
    }

    private Event open(Event event) {
        if (providers(event.key()).isEmpty()) {
            return event;
        }
        Optional<Entry> previous = event.previous().map(this::open);
        return switch (event) {
            case Event.Put put -> new Event.Put(open(put.entry()), previous);
            case Event.Delete delete -> new Event.Delete(delete.key(), delete.revision(), previous);
        };
    }

    private Transaction seal(Transaction transaction) {
        if (transaction.changes().stream().allMatch(it -> providers(it.key()).isEmpty())) {
            return transaction;
        }
        return new Transaction(
                transaction.compares(), transaction.changes().stream().map(this::seal).toList());
    }

    private Transaction.Change seal(Transaction.Change change) {
        return change instanceof Transaction.Change.Put put
                ? providers(put.key())
                        .<Transaction.Change>map(it -> new Transaction.Change.Put(
                                put.key(), it.seal(put.key(), put.value()), put.lease()))
                        .orElse(put)
                : change;
    }

    @Override
    public long revision() {
        return store.revision();
    }

    @Override
    public long compactedRevision() {
        return store.compactedRevision();
    }

    @Override
    public Optional<Entry> get(String key) {
        return store.get(key).map(this::open);
    }

    @Override
    public Page range(Range range) {
        Page page = store.range(range);
        return new Page(page.entries().stream().map(this::open).toList(), page.revision(), page.remaining());
    }

    @Override
    public Outcome commit(Transaction transaction) {
        return switch (store.commit(seal(transaction))) {
            case Outcome.Committed committed -> committed;
            case Outcome.Conflict(String key, Optional<Entry> current) ->
                new Outcome.Conflict(key, current.map(this::open));
        };
    }

    @Override
    public Watch watch(String prefix, long fromRevision) {
        Watch watch = store.watch(prefix, fromRevision);
        return new Watch() {
            @Override
            public List<Event> next(Duration timeout) throws InterruptedException {
                List<Event> events = watch.next(timeout);
                return events.stream().allMatch(it -> providers(it.key()).isEmpty())
                        ? events
                        : events.stream().map(EncryptedStore.this::open).toList();
            }

            @Override
            public long revision() {
                return watch.revision();
            }

            @Override
            public void close() {
                watch.close();
            }
        };
    }

    @Override
    public void compact(long revision) {
        store.compact(revision);
    }

    @Override
    public long lease(Duration ttl) {
        return store.lease(ttl);
    }

    @Override
    public void close() {
        store.close();
    }
}
