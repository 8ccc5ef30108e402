package dev.pilothouse.store.etcd;

import dev.pilothouse.store.Rounds;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Forgets what is older than one interval, once an interval, by whichever API server comes first.
///
/// The servers agree by the key `compact_rev_key`, as upstream's do, so that both may share an etcd: who finds it written as
/// often as a round before writes it, and compacts to the revision that it saw at that time; the others take up its count.
public final class Compaction implements Runnable, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Compaction.class);
    private static final byte[] KEY = "compact_rev_key".getBytes(StandardCharsets.UTF_8);

    private final EtcdStore store;
    private final Rounds rounds;
    private long version;
    private long revision;

    public Compaction(EtcdStore store, Duration interval) {
        this.store = store;
        this.rounds = new Rounds(interval, this::round);
    }

    @Override
    public void run() {
        rounds.run();
    }

    /// One round. The first one of a server only learns where the others are.
    void round() {
        long before = revision;
        EtcdStore.Turn turn = store.turn(KEY, Long.toString(before).getBytes(StandardCharsets.UTF_8), version);
        version = turn.version();
        revision = turn.revision();
        if (turn.mine() && before != 0) {
            store.compact(before);
            LOG.info("Compacted the history up to revision {}", before);
        }
    }

    @Override
    public void close() {
        rounds.close();
    }
}
