package dev.pilothouse.apiserver.registry;

import dev.pilothouse.apiserver.read.Caches;
import dev.pilothouse.apiserver.storage.StorageFormat;
import dev.pilothouse.store.Entry;
import dev.pilothouse.store.Outcome;
import dev.pilothouse.store.Store;
import dev.pilothouse.store.Transaction;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Which node ports are taken: one record in the store, which all API servers change by compare and set.
///
/// N1 A port is taken in the very transaction that stores the Service which has it, so that no two Services get one port,
///    whichever servers they were sent to.
/// N2 A port is given back after its Service has gone. One that a crash between the two left taken is found by [#repair].
final class NodePorts {
    private static final Logger LOG = LoggerFactory.getLogger(NodePorts.class);
    private static final String KEY = Caches.ROOT + "ranges/servicenodeports";

    /// Tries to give back a port while others take some.
    private static final int ATTEMPTS = 100;

    /// Tries to hit a free port by chance, before they are looked at one after the other.
    private static final int LUCKY = 256;

    private final Store store;
    private final StorageFormat format;
    private final int first;
    private final int last;
    private final Supplier<Collection<Integer>> ofServices;
    private BitSet unclaimed = new BitSet();

    /// The record as it was at a revision; 0 while there is none.
    record Held(BitSet taken, long revision) {}

    /// @param ofServices the ports of all Services, after every write that was acknowledged before
    ///
    /// @param format how the record is written
    NodePorts(Store store, StorageFormat format, int first, int last, Supplier<Collection<Integer>> ofServices) {
        this.store = store;
        this.format = format;
        this.first = first;
        this.last = last;
        this.ofServices = ofServices;
    }

    int first() {
        return first;
    }

    int last() {
        return last;
    }

    int size() {
        return last - first + 1;
    }

    /// A port that isn't taken.
    OptionalInt free(RandomGenerator random, IntPredicate taken) {
        return IntStream.concat(random.ints(LUCKY, first, last + 1), IntStream.rangeClosed(first, last))
                .filter(port -> !taken.test(port))
                .findFirst();
    }

    boolean isInRange(int port) {
        return first <= port && port <= last;
    }

    boolean isTaken(Held held, int port) {
        return isInRange(port) && held.taken.get(port - first);
    }

    Held held() {
        Optional<Entry> entry = store.get(KEY);
        return entry.isPresent()
                ? new Held(RangeRecord.read(entry.get().value()).taken(), entry.get().modRevision())
                : new Held(bits(ofServices.get()), 0);
    }

    /// Takes these ports; applies only if nobody took or gave back any meanwhile.
    Transaction taking(Held held, Set<Integer> ports) {
        BitSet taken = (BitSet) held.taken.clone();
        taken.or(bits(ports));
        return writing(taken, held.revision);
    }

    private Transaction writing(BitSet taken, long revision) {
        byte[] value = new RangeRecord(first + "-" + last, taken).bytes(format);
        return revision == 0 ? Transaction.create(KEY, value) : Transaction.update(KEY, value, revision);
    }

    /// Gives ports back, but for what a Service has by now: who is held up before he comes here finds them freed and taken again.
    void free(Collection<Integer> ports) {
        BitSet freed = bits(ports);
        for (int attempt = 0; attempt < ATTEMPTS && !freed.isEmpty(); attempt++) {
            Held held = held();
            freed.andNot(bits(ofServices.get()));
            BitSet left = (BitSet) held.taken.clone();
            left.andNot(freed);
            if (store.commit(writing(left, held.revision)) instanceof Outcome.Committed) {
                return;
            }
        }
    }

    /// Makes the record fit the Services. A port that no Service has is freed when it is seen so for the second time: another
    /// server may take ports before it stores the Service.
    synchronized void repair() {
        Held held = held();
        BitSet claimed = bits(ofServices.get());
        BitSet now = (BitSet) held.taken.clone();
        now.andNot(claimed);
        BitSet leaked = (BitSet) now.clone();
        leaked.and(unclaimed);
        unclaimed = now;
        BitSet right = (BitSet) held.taken.clone();
        right.or(claimed);
        right.andNot(leaked);
        if (!right.equals(held.taken)) {
            LOG.info(
                    "Node ports without a Service are free again: {}",
                    leaked.stream().mapToObj(bit -> Integer.toString(first + bit)).collect(Collectors.joining(", ")));
            store.commit(writing(right, held.revision));
        }
    }

    private BitSet bits(Collection<Integer> ports) {
        BitSet bits = new BitSet();
        List.copyOf(ports).stream().filter(this::isInRange).forEach(port -> bits.set(port - first));
        return bits;
    }
}
