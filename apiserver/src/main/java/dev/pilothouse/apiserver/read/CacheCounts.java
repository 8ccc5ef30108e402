package dev.pilothouse.apiserver.read;

import dev.pilothouse.api.metrics.Distribution;
import dev.pilothouse.apiserver.metrics.CacheFamilies;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/// What one cache counts.
///
/// @param received changes that the feed told of
/// @param dispatched changes that were offered to watchers
/// @param initializations how often everything was read
/// @param initialEvents objects and changes that watches began with
/// @param terminated watches whose clients were too slow
/// @param consistent reads of the newest that found it
/// @param behind reads of the newest that waited for it in vain
/// @param waits how long reads waited, in seconds
/// @param readings how often all objects were read from the store
/// @param read objects that were read so
/// @param bytes how many those objects had whose stored form was seen
/// @param sized how many those were
/// @param listed objects on lists
/// @param lists by the index that helped
public record CacheCounts(
        LongAdder received,
        LongAdder dispatched,
        LongAdder initializations,
        LongAdder initialEvents,
        LongAdder terminated,
        LongAdder consistent,
        LongAdder behind,
        Distribution waits,
        LongAdder readings,
        LongAdder read,
        LongAdder bytes,
        LongAdder sized,
        LongAdder listed,
        Map<String, Lists> lists) {
    /// Indexes that are told apart. Clients choose by what they select, but there are never more than a few at a time.
    private static final int INDEXES = 64;

    private static final double NANOS = 1e9;

    /// @param fetched objects that were looked at for them
    public record Lists(LongAdder count, LongAdder fetched) {
        private Lists() {
            this(new LongAdder(), new LongAdder());
        }
    }

    CacheCounts() {
        this(
                new LongAdder(), new LongAdder(), new LongAdder(), new LongAdder(), new LongAdder(), new LongAdder(), new LongAdder(),
                new Distribution(CacheFamilies.READ_WAIT),
                new LongAdder(), new LongAdder(), new LongAdder(), new LongAdder(), new LongAdder(), new ConcurrentHashMap<>());
    }

    void readAll(int objects, long length) {
        readings.increment();
        read.add(objects);
        sized.add(objects);
        bytes.add(length);
    }

    void saw(int length) {
        sized.increment();
        bytes.add(length);
    }

    /// @param began in [System#nanoTime]
    void waited(long began) {
        waits.see((System.nanoTime() - began) / NANOS);
    }

    /// @param index its name, or nothing
    void answered(String index, int fetched, int returned) {
        Lists known = lists.get(index);
        if (known == null) {
            known = lists.computeIfAbsent(lists.size() < INDEXES ? index : "", _ -> new Lists());
        }
        known.count().increment();
        known.fetched().add(fetched);
        listed.add(returned);
    }
}
