package dev.pilothouse.store.linear;

import dev.pilothouse.store.Event;
import dev.pilothouse.store.Store;
import dev.pilothouse.store.StoreException;
import dev.pilothouse.store.Watch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// Begins watches in the past, forgotten or not, and looks at each for a while only.
final class Latecomer implements Runnable {
    private static final Duration WAIT = Duration.ofMillis(10);
    /// That of the first change: an empty store is at 1.
    private static final long FIRST = 2;

    private static final int LOOKS = 5;
    private static final int PAUSE_NANOS = 20_000_000;

    /// What a watch from a revision told until it had seen another.
    private record Look(long from, long until, List<Event> told) {}

    private final Supplier<Store> store;
    private final RandomGenerator random;
    private final String prefix;
    private final LongSupplier seen;
    private final LongSupplier forgotten;
    private final List<Look> looks = new ArrayList<>();
    private final List<String> refusals = new ArrayList<>();
    private volatile boolean over;

    /// @param seen about where the store is
    /// @param forgotten the last revision that the store was told to forget what came before
    Latecomer(
            Supplier<Store> store,
            RandomGenerator random,
            String prefix,
            LongSupplier seen,
            LongSupplier forgotten) {
        this.store = store;
        this.random = random;
        this.prefix = prefix;
        this.seen = seen;
        this.forgotten = forgotten;
    }

    void end() {
        over = true;
    }

    @Override
    public void run() {
        while (!over) {
            long now = seen.getAsLong();
            long least = random.nextBoolean() ? FIRST : Math.max(FIRST, forgotten.getAsLong() - 3);
            long from = least + random.nextLong(Math.max(1, now + 2 - least));
            try (Watch watch = store.get().watch(prefix, from)) {
                look(from, watch);
            } catch (StoreException.Compacted e) {
                if (from > forgotten.getAsLong()) {
                    refusals.add("J9 a watch from " + from + " was refused, and forgotten is only what came before "
                            + forgotten.getAsLong() + ": " + e.getMessage());
                }
            } catch (StoreException unwell) {
                LockSupport.parkNanos(PAUSE_NANOS);
            } catch (InterruptedException e) {
                return;
            }
            LockSupport.parkNanos(random.nextInt(PAUSE_NANOS));
        }
    }

    private void look(long from, Watch watch) throws InterruptedException {
        List<Event> told = new ArrayList<>();
        int times = 1 + random.nextInt(LOOKS);
        long until = from - 1;
        try {
            for (int i = 0; i < times && !over; i++) {
                told.addAll(watch.next(WAIT));
                until = watch.revision();
            }
        } finally {
            // What it told before it broke off is as binding.
            looks.add(new Look(from, until, told));
        }
    }

    /// @param line of everything below the prefix, in the order of revisions
    /// @param mayForget whether the store forgets by itself
    List<String> wrong(List<Event> line, boolean mayForget) {
        List<String> wrong = new ArrayList<>(mayForget ? List.of() : refusals);
        for (Look look : looks) {
            List<String> right = line.stream()
                    .filter(it -> it.key().startsWith(prefix))
                    .filter(it -> it.revision() >= look.from && it.revision() <= look.until)
                    .map(Trial::told)
                    .toList();
            List<String> told = look.told.stream().map(Trial::told).toList();
            if (!told.equals(right)) {
                wrong.add("J9 a watch from " + look.from + " until " + look.until + " told " + told + " instead of "
                        + right);
            }
        }
        return wrong;
    }
}
