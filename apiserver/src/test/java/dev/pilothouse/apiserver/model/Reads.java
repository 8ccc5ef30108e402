package dev.pilothouse.apiserver.model;

import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.apiserver.model.Caller.Answer;
import dev.pilothouse.apiserver.model.Caller.Shape;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// The lists and single reads of one client, in every way to say which revision they are to be at.
final class Reads {
    /// Lists that are continued later, perhaps after a compaction or with another server.
    private static final int OPEN_LISTS = 4;

    private static final int EXPIRED = 410;
    private static final int TIMED_OUT = 504;

    private final World world;
    private final RandomGenerator random;
    private final Deque<OpenList> open = new ArrayDeque<>();

    /// @param revision at which the pages before were
    private record OpenList(Kind kind, Pick pick, String token, String after, long revision) {}

    Reads(World world, RandomGenerator random) {
        this.world = world;
        this.random = random;
    }

    /// A list at a revision that the client picks; what it says of revisions and limits follows the table of the API concepts.
    void list(Caller caller) {
        Kind kind = world.kind(random);
        Pick pick = world.pick(kind, random);
        long limit = random.nextInt(3) == 0 ? 1 + random.nextInt(4) : 0;
        long floor = world.ledger().floor();
        long known = world.revision(random);
        String version;
        String match = "";
        Seen.Asked asked;
        switch (random.nextInt(8)) {
            case 0 -> {
                version = "0";
                asked = new Seen.Asked.Any();
            }
            case 1 -> {
                version = "0";
                match = "NotOlderThan";
                asked = new Seen.Asked.Any();
            }
            case 2 -> {
                version = Long.toString(known);
                match = "NotOlderThan";
                asked = new Seen.Asked.NotOlderThan(known);
            }
            case 3, 4 -> {
                version = Long.toString(known);
                match = "Exact";
                asked = new Seen.Asked.Exactly(known);
            }
            case 5 -> {
                version = Long.toString(known);
                // Older clients page at a revision without saying so.
                asked = limit > 0 ? new Seen.Asked.Exactly(known) : new Seen.Asked.NotOlderThan(known);
            }
            default -> {
                version = "";
                asked = new Seen.Asked.Newest();
            }
        }
        if (asked instanceof Seen.Asked.Any) {
            // Such a list is answered whole from the cache.
            limit = random.nextBoolean() ? limit : 0;
        }
        String query = "limit=" + limit
                + (version.isEmpty() ? "" : "&resourceVersion=" + version)
                + (match.isEmpty() ? "" : "&resourceVersionMatch=" + match);
        Answer answer = world.list(caller, kind, pick, query, shape());
        boolean whole = asked instanceof Seen.Asked.Any;
        take(answer, kind, pick, asked, floor, "", whole ? 0 : limit, known);
    }

    /// The next page of a list.
    void goOn(Caller caller) {
        OpenList list = open.poll();
        if (list == null) {
            list(caller);
            return;
        }
        long limit = random.nextInt(4) == 0 ? 0 : 1 + random.nextInt(4);
        long floor = world.ledger().floor();
        Seen.Asked asked =
                list.revision < 0 ? new Seen.Asked.Newest() : new Seen.Asked.Exactly(list.revision);
        Answer answer =
                world.list(caller, list.kind, list.pick, "limit=" + limit + "&continue=" + list.token, shape());
        if (answer.status() == EXPIRED) {
            world.saw(new Seen.Expired(list.kind, list.revision, world.compacted()));
            String fresh = answer.metadata().text("continue");
            if (fresh.isEmpty()) {
                world.saw(new Seen.Strange(list.kind, "an expired continue token without a new one: " + answer));
            } else {
                keep(new OpenList(list.kind, list.pick, fresh, list.after, -1));
            }
            return;
        }
        take(answer, list.kind, list.pick, asked, floor, list.after, limit, list.revision);
    }

    private void take(
            Answer answer, Kind kind, Pick pick, Seen.Asked asked, long floor, String after, long limit, long known) {
        if (answer.status() == EXPIRED) {
            world.saw(new Seen.Expired(kind, known, world.compacted()));
            return;
        }
        if (answer.status() == TIMED_OUT) {
            world.saw(new Seen.TooEarly(kind, known, floor));
            return;
        }
        if (!answer.isOk()) {
            world.saw(new Seen.Strange(kind, "list of " + pick + " " + asked + ": " + answer));
            return;
        }
        List<Sight> items =
                answer.items().stream().map(object -> Sight.of("", object)).toList();
        long revision = Sight.revision(answer.content());
        world.ledger().seen(revision);
        String token = answer.metadata().text("continue");
        Optional<Long> remaining = answer.metadata().get("remainingItemCount").isAbsent()
                ? Optional.empty()
                : Optional.of(answer.metadata().number("remainingItemCount"));
        world.saw(new Seen.Listed(
                kind, pick, asked, floor, world.store().revision(), after, limit, revision, items, !token.isEmpty(), remaining));
        if (!token.isEmpty()) {
            String last = items.isEmpty() ? after : kind.key(items.getLast().facts());
            keep(new OpenList(kind, pick, token, last, revision));
        }
    }

    private void keep(OpenList list) {
        open.add(list);
        if (open.size() > OPEN_LISTS) {
            open.remove();
        }
    }

    void get(Caller caller) {
        Kind kind = world.kind(random);
        String namespace = world.namespace(random);
        String name = world.name(random);
        long floor = world.ledger().floor();
        long known = world.revision(random);
        Seen.Asked asked = switch (random.nextInt(4)) {
            case 0 -> new Seen.Asked.Any();
            case 1 -> new Seen.Asked.NotOlderThan(known);
            default -> new Seen.Asked.Newest();
        };
        String query = switch (asked) {
            case Seen.Asked.Any _ -> "resourceVersion=0";
            case Seen.Asked.NotOlderThan(long revision) -> "resourceVersion=" + revision;
            case Seen.Asked.Newest _, Seen.Asked.Exactly _ -> "";
        };
        Answer answer = caller.get(kind.path(namespace, name), query, Shape.WHOLE, false);
        long ceiling = world.store().revision();
        String key = kind.prefix() + namespace + "/" + name;
        if (answer.isOk()) {
            Sight sight = Sight.of("", answer.content());
            world.ledger().seen(sight.revision());
            world.saw(new Seen.Got(kind, key, asked, floor, ceiling, Optional.of(sight)));
        } else if (answer.status() == 404) {
            world.saw(new Seen.Got(kind, key, asked, floor, ceiling, Optional.empty()));
        } else if (answer.status() == TIMED_OUT) {
            world.saw(new Seen.TooEarly(kind, known, floor));
        } else {
            world.saw(new Seen.Strange(kind, "get of " + key + " " + asked + ": " + answer));
        }
    }

    private Shape shape() {
        return switch (random.nextInt(6)) {
            case 0 -> Shape.METADATA;
            case 1 -> Shape.TABLE;
            default -> Shape.WHOLE;
        };
    }

    /// The resource version of a whole list, for a watch to go on from.
    Optional<ObjectTree> snapshot(Caller caller, Kind kind, Pick pick) {
        long floor = world.ledger().floor();
        Answer answer = world.list(caller, kind, pick, "", Shape.WHOLE);
        take(answer, kind, pick, new Seen.Asked.Newest(), floor, "", 0, 0);
        return answer.isOk() ? Optional.of(answer.content()) : Optional.empty();
    }
}
