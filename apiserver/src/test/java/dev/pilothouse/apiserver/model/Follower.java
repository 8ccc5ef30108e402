package dev.pilothouse.apiserver.model;

import dev.pilothouse.api.meta.ObjectMeta;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.apiserver.http.HttpResponse;
import dev.pilothouse.apiserver.model.Caller.Shape;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/// A client that keeps in step with one selection: lists, watches, leaves, and goes on from the last revision that it knows.
final class Follower {
    private static final Duration WAIT = Duration.ofMillis(2);
    private static final int EXPIRED = 410;

    private final World world;
    private final Reads reads;
    private final RandomGenerator random;
    private final Kind kind;
    private final Pick pick;
    private final Shape shape;
    private final Map<String, Sight> view = new TreeMap<>();

    /// Whether the view holds everything that there was at its revision.
    private boolean whole;

    private long revision;
    private Optional<Running> running = Optional.empty();

    /// A watch under way.
    ///
    /// @param endNanos when it times out
    private record Running(Caller.Stream stream, Tape tape, Cluster.Running server, long endNanos) {}

    Follower(World world, Reads reads, RandomGenerator random) {
        this.world = world;
        this.reads = reads;
        this.random = random;
        this.kind = world.kind(random);
        this.pick = world.pick(kind, random);
        this.shape = Shape.values()[random.nextInt(5) % 3];
    }

    boolean isOpen() {
        return running.isPresent();
    }

    /// Begins anew in one of the ways that there are, or goes on where it was.
    void open(Cluster.Running server) {
        leave();
        if (whole && revision > 0) {
            behind(server, revision, "going on");
            return;
        }
        view.clear();
        whole = false;
        revision = 0;
        long known = world.revision(random);
        switch (random.nextInt(8)) {
            case 0 -> withState(server, "", "", 0);
            case 1 -> withState(server, "resourceVersion=0", "", 0);
            case 2 -> behind(server, known, "from the past");
            case 3 -> withState(server, "", streaming(), 0);
            case 4 -> withState(server, "resourceVersion=0", streaming(), 0);
            case 5 -> withState(server, "resourceVersion=" + known, streaming(), known);
            default -> listed(server);
        }
    }

    private static String streaming() {
        return "&sendInitialEvents=true&resourceVersionMatch=NotOlderThan";
    }

    private void listed(Cluster.Running server) {
        reads.snapshot(server.caller(), kind, pick).ifPresent(list -> {
            for (ObjectTree object : list.list("items").objects()) {
                Sight sight = Sight.of("", object);
                view.put(kind.key(sight.facts()), sight);
            }
            whole = true;
            revision = Sight.revision(list);
            behind(server, revision, "from a list");
        });
    }

    private void withState(Cluster.Running server, String version, String more, long least) {
        long floor = version.isEmpty() ? world.ledger().floor() : least;
        start(server, version + more, floor, true, "with state: " + version + more);
    }

    private void behind(Cluster.Running server, long from, String why) {
        String said = random.nextInt(8) == 0 ? "&sendInitialEvents=false&resourceVersionMatch=NotOlderThan" : "";
        start(server, "resourceVersion=" + from + said, from, false, why);
    }

    private void start(Cluster.Running server, String query, long least, boolean state, String why) {
        long seconds = random.nextInt(3) == 0 ? 1 + random.nextInt(3) : 600;
        String bookmarks = random.nextInt(4) == 0 ? "" : "&allowWatchBookmarks=true";
        long began = System.nanoTime();
        String all = World.selectors(pick) + query + bookmarks + "&timeoutSeconds=" + seconds;
        switch (server.caller().watch(kind.collection(pick.namespace()), all, shape)) {
            case Caller.Opened.Refused(Caller.Answer answer) ->
                world.saw(new Seen.Strange(kind, "watch " + all + " was refused: " + answer));
            case Caller.Opened.Open(Caller.Stream stream) -> {
                long ceiling = world.store().revision();
                Tape.Start start =
                        state ? new Tape.Start.State(least, ceiling) : new Tape.Start.Behind(least, least);
                Tape tape = new Tape(kind, pick, start, why + " " + shape);
                world.record(tape);
                long end = began + Duration.ofSeconds(seconds).toNanos();
                running = Optional.of(new Running(stream, tape, server, end));
            }
        }
    }

    void leave() {
        running.ifPresent(it -> it.stream.close());
        running = Optional.empty();
    }

    /// Takes what has come, at most so many frames. False once nothing came in time.
    boolean poll(int frames) throws InterruptedException {
        for (int i = 0; i < frames && running.isPresent(); i++) {
            Running it = running.get();
            switch (it.stream.next(WAIT)) {
                case HttpResponse.Next.Nothing _ -> {
                    return false;
                }
                case HttpResponse.Next.End _ -> ended(it);
                case HttpResponse.Next.Event(HttpResponse.Frame frame) -> take(it, it.stream.read(frame));
            }
        }
        return true;
    }

    private void ended(Running it) {
        boolean timedOut = System.nanoTime() - it.endNanos >= 0;
        if (!timedOut && world.cluster().isRunning(it.server) && world.rude().get() == 0) {
            world.saw(new Seen.Strange(kind, it.tape + " ended without a reason"));
        }
        leave();
    }

    private void take(Running it, ObjectTree frame) {
        String type = frame.text("type");
        ObjectTree object = frame.object("object");
        switch (type) {
            case "BOOKMARK" -> {
                boolean endOfState = !ObjectMeta.annotation(object, "k8s.io/initial-events-end").isEmpty();
                revision = Sight.revision(object);
                whole |= endOfState;
                it.tape.frames.add(new Tape.Frame.Bookmark(revision, endOfState));
            }
            case "ERROR" -> refused(it, object);
            default -> {
                boolean table = object.text("kind").equals(Sight.TABLE);
                Sight sight = Sight.of(type, table ? object.list("rows").objects().iterator().next() : object);
                it.tape.frames.add(new Tape.Frame.Event(sight));
                revision = Math.max(revision, sight.revision());
                world.ledger().seen(sight.revision());
                if (type.equals("DELETED")) {
                    view.remove(kind.key(sight.facts()));
                } else {
                    view.put(kind.key(sight.facts()), sight);
                }
            }
        }
    }

    private void refused(Running it, ObjectTree status) {
        if (status.number("code") == EXPIRED && it.tape.start instanceof Tape.Start.Behind(long from, long _)) {
            world.saw(new Seen.Forgotten(kind, from, from < it.server.since() || world.rude().get() > 0));
        } else {
            world.saw(new Seen.Strange(kind, it.tape + " was told " + status));
        }
        whole = false;
        leave();
    }

    /// Follows to the end, once nobody writes any more.
    void finish(Referee referee, long last, Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (System.nanoTime() < deadline) {
            if (running.isEmpty()) {
                open(world.cluster().server(random.nextInt(8)));
                continue;
            }
            Tape tape = running.get().tape;
            boolean more = poll(64);
            if (!more && referee.isComplete(tape, last)) {
                // What doesn't belong there has had its time to come.
                poll(1);
                tape.completeUpTo = last;
                compare(referee, tape, last);
                leave();
                return;
            }
        }
        running.ifPresent(it -> it.tape.completeUpTo = last);
        world.saw(new Seen.Strange(kind, "the end never came: " + running.map(Running::tape)));
    }

    private void compare(Referee referee, Tape tape, long last) {
        if (!whole && tape.start instanceof Tape.Start.Behind) {
            return;
        }
        List<String> expected = referee.shown(kind, pick, last);
        List<String> found = view.values().stream()
                .map(sight -> kind.key(sight.facts()) + "@" + sight.revision())
                .toList();
        if (!expected.equals(found)) {
            world.saw(new Seen.Strange(
                    kind, "at " + last + " a follower of " + tape + " holds " + found + " instead of " + expected));
        }
    }
}
