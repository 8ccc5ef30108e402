package dev.pilothouse.store.linear;

import dev.pilothouse.store.Event;
import dev.pilothouse.store.Page;
import dev.pilothouse.store.Range;
import dev.pilothouse.store.Store;
import dev.pilothouse.store.StoreException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Collectors;

/// One seed against one target: clients ask, watches follow, and trouble comes and goes, until everything is well again and can
/// be judged.
///
/// @param clients that ask at the same time
/// @param steps of each client
/// @param troubles one after the other
record Trial(long seed, int clients, int steps, int troubles) {
    /// How long a store may take to be well again.
    private static final Duration HEALING = Duration.ofSeconds(60);

    private static final long PAUSE_NANOS = 10_000_000;

    /// One client in so many reads more than it writes.
    private static final int READERS = 3;

    /// Two watches: of everything, and of a part.
    private static final List<String> PREFIXES = List.of("/registry/", "/registry/a/");

    /// What became of it.
    ///
    /// @param unknown requests without an answer
    /// @param known whether the whole line of changes could be followed; else nothing can be said
    record Verdict(
            int requests, long acknowledged, long unknown, long revision, boolean known, List<String> wrong) {}

    /// All who ask and follow.
    private record Cast(List<Client> asking, List<Watcher> watching, List<Latecomer> late) {}

    private static Supplier<Store> reaching(Target target, int client) {
        return () -> target.store(client);
    }

    static RandomGenerator dice(long seed) {
        return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }

    Verdict on(Target target) {
        RandomGenerator random = dice(seed);
        AtomicLong time = new AtomicLong();
        AtomicLong forgotten = new AtomicLong();
        List<Client> asking = new ArrayList<>();
        for (int i = 0; i < clients; i++) {
            asking.add(new Client(i, i % READERS == READERS - 1, reaching(target, i), dice(random.nextLong()), time));
        }
        List<Watcher> watching = new ArrayList<>();
        List<Latecomer> late = new ArrayList<>();
        for (int i = 0; i < PREFIXES.size(); i++) {
            watching.add(new Watcher(reaching(target, i), dice(random.nextLong()), PREFIXES.get(i)));
            late.add(new Latecomer(
                    reaching(target, i + 1),
                    dice(random.nextLong()),
                    PREFIXES.get(i),
                    watching.getFirst()::seen,
                    forgotten::get));
        }
        AtomicLong left = new AtomicLong((long) clients * steps);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            try {
                return on(target, random, new Cast(asking, watching, late), left, forgotten, threads);
            } finally {
                // Whatever broke off: nobody is to wait for what doesn't come.
                left.set(0);
                watching.forEach(watcher -> watcher.until(0));
                late.forEach(Latecomer::end);
            }
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException("a part of the trial broke off", e);
        }
    }

    private Verdict on(
            Target target,
            RandomGenerator random,
            Cast cast,
            AtomicLong left,
            AtomicLong forgotten,
            ExecutorService threads)
            throws InterruptedException, ExecutionException {
            List<Client> asking = cast.asking;
            List<Watcher> watching = cast.watching;
            List<Future<?>> watches = new ArrayList<>();
            watching.forEach(watcher -> watches.add(threads.submit(watcher)));
            List<Future<?>> looks = new ArrayList<>();
            cast.late.forEach(latecomer -> looks.add(threads.submit(latecomer)));
            List<Future<?>> parts = new ArrayList<>();
            asking.forEach(client -> parts.add(threads.submit(() -> {
                while (left.decrementAndGet() >= 0) {
                    client.step();
                }
            })));
            for (int i = 1; i <= troubles; i++) {
                waitFor(left, (long) clients * steps * (troubles + 1 - i) / (troubles + 1));
                compact(target, watching, random, forgotten);
                target.trouble(random.nextInt(target.troubles()));
            }
            for (Future<?> part : parts) {
                part.get();
            }
            Page last = healed(target);
            watching.forEach(watcher -> watcher.until(last.revision()));
            for (Future<?> watch : watches) {
                watch.get();
            }
            cast.late.forEach(Latecomer::end);
            for (Future<?> look : looks) {
                look.get();
            }
            boolean known = !target.forgets() || watching.stream().noneMatch(Watcher::isForgotten);
            return known
                    ? judged(target, cast, last)
                    : new Verdict(0, 0, 0, last.revision(), false, List.of());
    }

    private static void waitFor(AtomicLong left, long atMost) {
        while (left.get() > atMost) {
            LockSupport.parkNanos(PAUSE_NANOS / 10);
        }
    }

    /// Forgets some of what all watches have seen.
    private static void compact(
            Target target, List<Watcher> watching, RandomGenerator random, AtomicLong forgotten) {
        long seen = watching.stream().mapToLong(Watcher::seen).min().orElseThrow();
        if (random.nextInt(3) == 0) {
            long revision = Math.max(1, seen - random.nextInt(10));
            forgotten.accumulateAndGet(revision, Math::max);
            try {
                target.store().compact(revision);
            } catch (StoreException unwell) {
                // It is tried again with the next trouble.
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    /// Waits until the store answers again, and reads everything.
    private static Page healed(Target target) {
        long deadline = System.nanoTime() + HEALING.toNanos();
        while (true) {
            try {
                return target.store().range(Range.of(PREFIXES.getFirst()));
            } catch (StoreException unwell) {
                if (System.nanoTime() > deadline) {
                    throw unwell;
                }
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    private static Verdict judged(Target target, Cast cast, Page last) {
        List<Watcher> watching = cast.watching;
        Line line = new Line();
        for (Event event : watching.getFirst().told()) {
            line.add(event.revision(), event.key(), Watcher.value(event));
        }
        List<Op> ops = cast.asking.stream().flatMap(client -> client.ops().stream()).toList();
        List<String> wrong = new ArrayList<>();
        watching.forEach(watcher -> wrong.addAll(watcher.wrong()));
        if (line.transactions().size() != last.revision() - 1) {
            wrong.add("J8 the store is at revision " + last.revision() + ", and watches told of "
                    + line.transactions().keySet());
        }
        cast.late.forEach(
                latecomer -> wrong.addAll(latecomer.wrong(watching.getFirst().told(), target.forgets())));
        if (!told(watching.get(1)).equals(told(watching.getFirst()).stream()
                .filter(it -> it.contains(" " + PREFIXES.get(1)))
                .toList())) {
            wrong.add("J6 two watches told different things: " + told(watching.getFirst()) + " and " + told(watching.get(1)));
        }
        List<Op.Shown> kept = last.entries().stream().map(Client::shown).toList();
        List<Op.Shown> right = line.at(last.revision(), PREFIXES.getFirst());
        if (!kept.equals(right)) {
            wrong.add("J7 in the end there is " + kept + " instead of " + right);
        }
        wrong.addAll(Judge.wrong(ops, line));
        long acknowledged = ops.stream().filter(op -> op.came() instanceof Op.Came.Done).count();
        long unknown = ops.stream().filter(op -> op.came() instanceof Op.Came.Unknown).count();
        return new Verdict(
                ops.size(),
                acknowledged,
                unknown,
                last.revision(),
                true,
                wrong.stream().map(Trial::shortened).collect(Collectors.toList()));
    }

    private static List<String> told(Watcher watcher) {
        return watcher.told().stream()
                .map(Trial::told)
                .toList();
    }

    /// An event as it is compared and shown.
    static String told(Event event) {
        return event.revision() + " " + event.key() + " "
                + Watcher.value(event).map(Trial::shortened).orElse("gone");
    }

    /// Values are long for the disk's sake only.
    private static String shortened(String text) {
        return text.replaceAll("x{8,}", "x…");
    }

}
