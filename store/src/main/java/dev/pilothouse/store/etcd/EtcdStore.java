package dev.pilothouse.store.etcd;

import dev.pilothouse.store.wire.MessageFields;
import dev.pilothouse.store.Entry;
import dev.pilothouse.store.Outcome;
import dev.pilothouse.store.Page;
import dev.pilothouse.store.Range;
import dev.pilothouse.store.RemoteCalls;
import dev.pilothouse.store.Store;
import dev.pilothouse.store.StoreException;
import dev.pilothouse.store.Transaction;
import dev.pilothouse.store.Watch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps everything in an etcd cluster. Reads are linearizable; no read is served from a member that doesn't hear the others.
///
/// The store is one client among others of that etcd: keys, leases and compactions may be made by anybody. What it knows of
/// compactions is what it was told: [#compactedRevision] may be behind.
public final class EtcdStore implements Store {
    private static final Logger LOG = LoggerFactory.getLogger(EtcdStore.class);

    /// Entries asked for at once: whole resources are read in pieces of one revision.
    private static final int PIECE = 2_000;

    /// How long a look at the size may take: it is worth no waiting.
    private static final Duration SAYING_ITS_SIZE = Duration.ofSeconds(1);

    /// The oldest server whose API has all that is asked of it here.
    private static final String OLDEST = "3.4";

    /// Stands there from the first object of an import to its last: half a cluster must not be served as a whole one, or whatever
    /// belongs to the other half is collected as garbage.
    public static final String UNFINISHED_IMPORT = "/registry/pilothouse-import";

    private final Members members;
    private final Keys keys;
    private final Messages messages;
    private final SharedRevision newest;
    private final AtomicLong compacted = new AtomicLong();

    private EtcdStore(EtcdSettings settings) {
        this.members = new Members(settings);
        this.keys = new Keys(settings.prefix());
        this.messages = new Messages(keys);
        this.newest = new SharedRevision(() -> ask(messages.nothing(0)).header().revision());
    }

    /// Waits until a member of the cluster answers.
    ///
    /// @throws StoreException.Unavailable if none does in the time that the settings give
    /// @throws StoreException.Unusable if it is too old, or the certificates can't be read
    public static EtcdStore open(EtcdSettings settings) {
        EtcdStore store = new EtcdStore(settings);
        try {
            String version =
                    Messages.versionOf(store.members.read(Calls.STATUS, new byte[0], settings.dialing()));
            if (Arrays.compare(numbers(version), numbers(OLDEST)) < 0) {
                throw new StoreException.Unusable(
                        "etcd " + version + " is too old: " + OLDEST + " or later is needed",
                        new IllegalStateException(version));
            }
            if (store.get(UNFINISHED_IMPORT).isPresent()) {
                throw new StoreException.Unusable(
                        "an import into etcd didn't finish: delete everything below " + settings.prefix()
                                + "/ at " + String.join(", ", settings.endpoints()) + ", and import again",
                        new IllegalStateException(UNFINISHED_IMPORT));
            }
            LOG.info("etcd {} at {}", version, String.join(", ", settings.endpoints()));
            return store;
        } catch (StoreException e) {
            store.close();
            throw e;
        }
    }

    private static int[] numbers(String version) {
        return Arrays.stream(version.split("[^0-9]+"))
                .filter(part -> !part.isEmpty())
                .limit(2)
                .mapToInt(Integer::parseInt)
                .toArray();
    }

    private Messages.Ranged ask(byte[] request) {
        return messages.ranged(new MessageFields(members.read(Calls.RANGE, request)));
    }

    @Override
    public long revision() {
        members.checkOpen();
        return newest.get();
    }

    @Override
    public long compactedRevision() {
        return compacted.get();
    }

    @Override
    public Optional<Entry> get(String key) {
        return ask(messages.get(keys.toEtcd(key))).entries().stream().findFirst();
    }

    @Override
    public Page range(Range range) {
        byte[] start = keys.toEtcd(range.prefix());
        byte[] end = start.length == 0 ? Keys.NO_END : Keys.endOf(start);
        boolean inside = !range.after().isEmpty() && range.after().compareTo(range.prefix()) >= 0;
        byte[] from = inside ? Keys.after(keys.toEtcd(range.after())) : start.length == 0 ? Keys.NO_END : start;
        long revision = range.revision();
        List<Entry> entries = new ArrayList<>();
        while (true) {
            int wanted = range.limit() == 0 ? PIECE : Math.min(PIECE, range.limit() - entries.size());
            Messages.Ranged piece = piece(from, end, wanted, revision);
            revision = revision == 0 ? piece.header().revision() : revision;
            entries.addAll(piece.entries());
            long remaining = piece.count() - piece.entries().size();
            if (remaining == 0 || piece.entries().isEmpty() || entries.size() == range.limit()) {
                return new Page(entries, revision, remaining);
            }
            from = Keys.after(keys.toEtcd(entries.getLast().key()));
        }
    }

    private Messages.Ranged piece(byte[] from, byte[] end, int limit, long revision) {
        try {
            return ask(messages.range(from, end, limit, revision));
        } catch (StoreException.Compacted e) {
            throw new StoreException.Compacted(learned(revision));
        } catch (StoreException.Unavailable e) {
            if (e.getMessage().equals(Failures.FUTURE)) {
                throw new StoreException.FutureRevision(revision, revision());
            }
            throw e;
        }
    }

    /// The least that is compacted, when a revision is found to be.
    private long learned(long forgotten) {
        return compacted.accumulateAndGet(forgotten + 1, Math::max);
    }

    @Override
    public Outcome commit(Transaction transaction) {
        byte[] answer = members.write(Calls.TXN, messages.transaction(transaction));
        Messages.Answered answered = messages.answered(new MessageFields(answer));
        if (answered.succeeded()) {
            return new Outcome.Committed(answered.header().revision());
        }
        for (int i = 0; i < transaction.compares().size(); i++) {
            Transaction.Compare compare = transaction.compares().get(i);
            Optional<Entry> found = answered.ranges().get(i).entries().stream().findFirst();
            if (found.map(Entry::modRevision).orElse(0L) != compare.modRevision()) {
                return new Outcome.Conflict(compare.key(), found);
            }
        }
        throw new IllegalStateException("etcd refused a transaction all of whose comparisons hold");
    }

    @Override
    public Watch watch(String prefix, long fromRevision) {
        long now = revision();
        long from = fromRevision == 0 ? now + 1 : fromRevision;
        if (from <= now) {
            // Refused here rather than at the first look.
            piece(Keys.NO_END, Keys.NO_END, 1, from);
        }
        return new EtcdWatch(members, messages, prefix, from);
    }

    @Override
    public void compact(long revision) {
        try {
            members.read(Calls.COMPACT, messages.compaction(revision));
        } catch (StoreException.Compacted e) {
            learned(revision - 1);
            return;
        } catch (StoreException.Unavailable e) {
            if (e.getMessage().equals(Failures.FUTURE)) {
                throw new StoreException.FutureRevision(revision, revision());
            }
            throw e;
        }
        learned(revision - 1);
    }

    /// What [Compaction] saw: how often the key was written, and the revision of the cluster then.
    record Turn(boolean mine, long version, long revision) {}

    Turn turn(byte[] key, byte[] value, long version) {
        byte[] bytes = members.write(Calls.TXN, messages.putAtVersion(key, value, version));
        boolean mine = messages.answered(new MessageFields(bytes)).succeeded();
        long seen = mine ? version + 1 : Messages.versionOfFirst(new MessageFields(bytes));
        return new Turn(mine, seen, Messages.Header.of(bytes).revision());
    }

    @Override
    public long lease(Duration ttl) {
        byte[] answer = members.read(Calls.GRANT, messages.lease(Math.max(1, ttl.toSeconds())));
        return Messages.leaseOf(answer);
    }

    @Override
    public Optional<Duration> remaining(long lease) {
        long seconds = Messages.secondsOf(members.read(Calls.TIME_TO_LIVE, messages.lease(lease)));
        return seconds <= 0 ? Optional.empty() : Optional.of(Duration.ofSeconds(seconds));
    }

    @Override
    public List<RemoteCalls> remoteCalls() {
        return members.calls();
    }

    @Override
    public OptionalLong sizeBytes() {
        try {
            return OptionalLong.of(Messages.sizeOf(members.read(Calls.STATUS, new byte[0], SAYING_ITS_SIZE)));
        } catch (StoreException away) {
            return OptionalLong.empty();
        }
    }

    @Override
    public void close() {
        members.close();
    }
}
