package dev.pilothouse.store.linear;

import dev.pilothouse.store.linear.Op.Ask;
import dev.pilothouse.store.linear.Op.Came;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Decides whether a store could have given these answers if it did one thing after the other, each between its request and its
/// answer.
///
/// The line of changes is known from watches, so most of it is looking up. What was acknowledged must be in it; the rest of it
/// must be what got no answer. Between two changes of the line every read has a stretch in which it is right, and time must let
/// it be read then.
///
/// J1 What was acknowledged is in the line, where the answer said, whole.
/// J2 What is in the line was asked for, once; what was refused, or called impossible, is not in it.
/// J3 Later requests see later revisions: nobody reads what is older than an answer that had come before the question.
/// J4 Each read shows what the line has at a revision that it may have been read at; a refusal names what stood in the way then.
/// J5 Each key by itself passes [Search], which knows nothing of the line.
///
/// [Trial] itself looks at what was followed, which gives the line:
///
/// J6 Watches of different prefixes told the same about what they share.
/// J7 What is there in the end is what the line leaves.
/// J8 The line has every revision, from the first change to the last.
/// J9 A watch that begins in the past tells all of it, or is refused because that is forgotten.
final class Judge {
    private final List<Op> ops;
    private final Line line;
    private final List<String> wrong = new ArrayList<>();

    /// By op: the revision at which the line has it.
    private final Map<Op, Long> happened = new HashMap<>();

    private final TreeMap<Long, Long> shownBy = new TreeMap<>();
    private final TreeMap<Long, Long> writtenFrom = new TreeMap<>();

    private Judge(List<Op> ops, Line line) {
        this.ops = ops;
        this.line = line;
    }

    /// @return what is wrong; nothing if all is well
    static List<String> wrong(List<Op> ops, Line line) {
        Judge judge = new Judge(ops, line);
        judge.attribute();
        if (judge.wrong.isEmpty()) {
            judge.times();
            ops.forEach(judge::judge);
            judge.keys();
        }
        return judge.wrong;
    }

    // ---- whose each change is

    private void attribute() {
        Map<Long, Op> acknowledged = new HashMap<>();
        List<Op> open = new ArrayList<>();
        for (Op op : ops) {
            if (!(op.ask() instanceof Ask.Commit commit)) {
                continue;
            }
            if (op.came() instanceof Came.Done(long revision)) {
                if (!commit.changes().equals(line.transactions().get(revision)) || !holds(commit, revision)) {
                    if (!changesNothing(commit, revision)) {
                        wrong.add("J1 acknowledged and lost: " + op + "; at that revision is "
                                + line.transactions().get(revision));
                    }
                    continue;
                }
                Op other = acknowledged.put(revision, op);
                if (other != null) {
                    wrong.add("J2 two writes have one revision: " + op + " and " + other);
                }
                happened.put(op, revision);
            } else if (op.came() instanceof Came.Unknown) {
                open.add(op);
            }
        }
        // Deletions look alike. Whoever asked first is taken for the first of them: if any choice fits in time, that one does.
        open.sort(Comparator.comparingLong(Op::from));
        line.transactions().forEach((revision, changes) -> {
            if (acknowledged.containsKey(revision)) {
                return;
            }
            Optional<Op> owner = open.stream()
                    .filter(op -> ((Ask.Commit) op.ask()).changes().equals(changes) && holds((Ask.Commit) op.ask(), revision))
                    .findFirst();
            if (owner.isEmpty()) {
                wrong.add("J2 nobody who had no answer asked for " + changes + " at " + revision + "; who asked: "
                        + ops.stream()
                                .filter(op -> op.ask() instanceof Ask.Commit commit
                                        && commit.changes().equals(changes))
                                .toList());
            } else {
                open.remove(owner.get());
                happened.put(owner.get(), revision);
            }
        });
    }

    /// Deleting what isn't there is acknowledged without a change.
    private boolean changesNothing(Ask.Commit commit, long revision) {
        return commit.changes().entrySet().stream()
                .allMatch(change -> change.getValue().isEmpty()
                        && stay(change.getKey(), revision).value().isEmpty());
    }

    private boolean holds(Ask.Commit commit, long revision) {
        return commit.expected().entrySet().stream()
                .allMatch(expected -> revision(stay(expected.getKey(), revision - 1)) == expected.getValue());
    }

    private static long revision(Line.Stay stay) {
        return stay.value().isPresent() ? stay.revision() : 0;
    }

    private Line.Stay stay(String key, long revision) {
        Line.Stay last = new Line.Stay(0, Optional.empty());
        for (Line.Stay stay : line.stays(key)) {
            if (stay.revision() <= revision) {
                last = stay;
            }
        }
        return last;
    }

    // ---- time

    /// From which revision on, and up to which, a request may have been answered. What somebody was shown before it began is the
    /// least; what was asked for only after it had its answer is too much.
    private void times() {
        for (Op op : ops) {
            long shown = switch (op.came()) {
                case Came.Done(long revision) -> revision;
                case Came.Refused(String _, var current) -> current.map(Op.Shown::revision).orElse(0L);
                case Came.Found(var entry) -> entry.map(Op.Shown::revision).orElse(0L);
                case Came.Listed(var _, long revision) -> revision;
                case Came.At(long revision) -> revision;
                case Came.Failed _, Came.Unknown _ -> 0L;
            };
            shownBy.merge(op.to(), shown, Math::max);
            Long written = happened.get(op);
            if (written != null) {
                writtenFrom.merge(op.from(), written, Math::min);
            }
        }
        running(shownBy);
        long least = Long.MAX_VALUE;
        for (long time : writtenFrom.descendingKeySet()) {
            least = Math.min(least, writtenFrom.get(time));
            writtenFrom.put(time, least);
        }
    }

    private static void running(TreeMap<Long, Long> most) {
        long sofar = 0;
        for (Map.Entry<Long, Long> entry : most.entrySet()) {
            sofar = Math.max(sofar, entry.getValue());
            entry.setValue(sofar);
        }
    }

    private long least(Op op) {
        Map.Entry<Long, Long> before = shownBy.lowerEntry(op.from());
        return before == null ? 0 : before.getValue();
    }

    private long most(Op op) {
        if (op.to() == Op.NEVER) {
            return Long.MAX_VALUE;
        }
        Map.Entry<Long, Long> after = writtenFrom.higherEntry(op.to());
        return after == null ? Long.MAX_VALUE : after.getValue() - 1;
    }

    // ---- each answer

    private void judge(Op op) {
        long least = least(op);
        long most = most(op);
        String around = " between " + least + " and " + most + ": " + op;
        switch (op.came()) {
            case Came.Done(long revision) -> {
                Ask.Commit commit = (Ask.Commit) op.ask();
                boolean changed = happened.containsKey(op);
                if (revision < least || changed && revision == least && least > 0 || revision > most) {
                    wrong.add("J3 written" + around);
                }
                if (!holds(commit, changed ? revision : revision + 1)) {
                    wrong.add("J4 written over something else:" + around);
                }
            }
            case Came.Refused(String key, Optional<Op.Shown> current) -> {
                long expected = ((Ask.Commit) op.ask()).expected().getOrDefault(key, -1L);
                if (current.map(Op.Shown::revision).orElse(0L) == expected) {
                    wrong.add("J4 refused without a reason" + around);
                }
                if (!isThere(key, current, least, most)) {
                    wrong.add("J4 refused for what was not there" + around + "; there was " + line.stays(key));
                }
            }
            case Came.Found(Optional<Op.Shown> entry) -> {
                String key = ((Ask.Get) op.ask()).key();
                if (!isThere(key, entry, least, most)) {
                    wrong.add("J4 read what was not there" + around + "; there was " + line.stays(key));
                }
            }
            case Came.Listed(List<Op.Shown> entries, long revision) -> {
                if (revision < least || revision > most) {
                    wrong.add("J3 listed" + around);
                }
                List<Op.Shown> right = line.at(revision, ((Ask.List) op.ask()).prefix());
                if (!right.equals(entries)) {
                    wrong.add("J4 listed what was not there" + around + "; there was " + right);
                }
            }
            case Came.At(long revision) -> {
                if (revision < least || revision > most) {
                    wrong.add("J3 said the revision" + around);
                }
            }
            case Came.Failed _, Came.Unknown _ -> {}
        }
    }

    private boolean isThere(String key, Optional<Op.Shown> shown, long least, long most) {
        List<Line.Stay> stays = line.stays(key);
        for (int i = 0; i < stays.size(); i++) {
            long until = i + 1 < stays.size() ? stays.get(i + 1).revision() - 1 : Long.MAX_VALUE;
            boolean overlaps = stays.get(i).revision() <= most && until >= least;
            if (overlaps && stays.get(i).shown(key).equals(shown)) {
                return true;
            }
        }
        return false;
    }

    // ---- each key by itself

    private void keys() {
        Map<String, List<Search.Call>> calls = new TreeMap<>();
        for (Op op : ops) {
            switch (op.ask()) {
                case Ask.Commit commit -> {
                    Long revision = happened.get(op);
                    if (revision != null) {
                        commit.changes().forEach((key, value) -> calls.computeIfAbsent(key, _ -> new ArrayList<>())
                                .add(new Search.Call(
                                        op.from(),
                                        op.to(),
                                        new Search.Step.Write(
                                                commit.expected().getOrDefault(key, Search.ANY),
                                                value.map(it -> new Op.Shown(key, revision, it))))));
                    } else if (op.came() instanceof Came.Refused(String key, Optional<Op.Shown> current)) {
                        calls.computeIfAbsent(key, _ -> new ArrayList<>())
                                .add(new Search.Call(op.from(), op.to(), new Search.Step.Read(current)));
                    }
                }
                case Ask.Get(String key) -> {
                    if (op.came() instanceof Came.Found(Optional<Op.Shown> entry)) {
                        calls.computeIfAbsent(key, _ -> new ArrayList<>())
                                .add(new Search.Call(op.from(), op.to(), new Search.Step.Read(entry)));
                    }
                }
                case Ask.List _, Ask.Revision _ -> {}
            }
        }
        calls.forEach((key, all) -> {
            if (!Search.isLinearizable(all)) {
                wrong.add("J5 no order of its requests explains the answers about " + key + ": " + all);
            }
        });
    }
}
