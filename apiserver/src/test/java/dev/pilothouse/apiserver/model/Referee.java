package dev.pilothouse.apiserver.model;

import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.apiserver.model.Ledger.Step;
import dev.pilothouse.apiserver.model.Ledger.Version;
import dev.pilothouse.apiserver.model.Tape.Frame;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Compares what clients saw with what was committed.
///
/// V1 A list is what its selection takes of the state at its revision, in key order; its revision fits what was asked; its pages
///    together are the whole, at one revision.
/// V2 A watch tells each change of what its selection takes, in the order of revisions, once: ADDED when something comes to be
///    taken, DELETED (as it was, at the revision that did it) when it no longer is.
/// V3 Behind a bookmark nothing comes that is not newer than it, and all that isn't has come before.
/// V4 A consistent read is no older than anything acknowledged or shown before it.
/// V5 What was called forgotten was; what was written over a version followed that version.
/// V6 All that show one version of an object whole show the same.
/// V7 What was sent was stored once at most, whether or not the writer was told, and never what was refused or only tried out.
final class Referee {
    private final Map<Kind, Ledger.Line> lines = new EnumMap<>(Kind.class);
    private final Map<String, ObjectTree> contents = new HashMap<>();
    private final List<String> violations = new ArrayList<>();

    Referee(Ledger ledger) {
        for (Kind kind : Kind.values()) {
            lines.put(kind, ledger.line(kind));
        }
    }

    List<String> violations() {
        return violations;
    }

    private void violation(Kind kind, long near, String what) {
        StringBuilder text = new StringBuilder(what);
        for (Step step : lines.get(kind).steps()) {
            Version now = step.now();
            if (Math.abs(now.revision() - near) <= 6) {
                text.append("\n    committed ").append(now.revision()).append(now.deleted() ? " delete " : " put ")
                        .append(now.key()).append(' ').append(now.facts());
            }
        }
        violations.add(text.toString());
    }

    void judge(Seen seen) {
        switch (seen) {
            case Seen.Listed listed -> list(listed);
            case Seen.Expired expired -> {
                if (expired.revision() >= expired.compacted()) {
                    violation(expired.kind(), expired.revision(), "V5 " + expired + " was not forgotten");
                }
            }
            case Seen.TooEarly early -> {
                if (early.revision() <= early.floor()) {
                    violation(early.kind(), early.revision(), "V4 " + early + " had come long before");
                }
            }
            case Seen.Got got -> got(got);
            case Seen.WroteOver write -> wroteOver(write);
            case Seen.Forgotten forgotten -> {
                if (!forgotten.mayBe()) {
                    violation(forgotten.kind(), forgotten.from(), "V5 " + forgotten + ": it should still be kept");
                }
            }
            case Seen.Sent sent -> sent(sent);
            case Seen.Strange strange -> violations.add(strange.toString());
        }
    }

    // ---- lists

    private void list(Seen.Listed listed) {
        long at = listed.revision();
        if (!fits(listed.asked(), listed.floor(), at) || at > listed.ceiling()) {
            violation(listed.kind(), at, "V4 list at " + at + " doesn't fit " + summary(listed));
        }
        List<Version> expected = new ArrayList<>();
        long others = 0;
        for (Version version : lines.get(listed.kind()).at(at).tailMap(listed.after(), false).values()) {
            if (!listed.pick().takes(version.facts())) {
                continue;
            }
            if (listed.limit() == 0 || expected.size() < listed.limit()) {
                expected.add(version);
            } else {
                others++;
            }
        }
        if (!listed.more() && others > 0) {
            violation(listed.kind(), at, "V1 the list ends, and " + others + " are left: " + summary(listed));
        }
        if (listed.remaining().filter(isWrong(others)).isPresent()) {
            violation(listed.kind(), at, "V1 not " + listed.remaining().get() + " but " + others + " are left: " + summary(listed));
        }
        if (expected.size() != listed.items().size()) {
            violation(listed.kind(), at, "V1 " + summary(listed) + " shows " + listed.items() + " instead of " + expected);
            return;
        }
        for (int i = 0; i < expected.size(); i++) {
            Sight item = listed.items().get(i);
            if (!item.shows(expected.get(i))) {
                violation(listed.kind(), at, "V1 " + summary(listed) + " shows " + item + " instead of " + expected.get(i));
            }
            remember(listed.kind(), item);
        }
    }

    private static java.util.function.Predicate<Long> isWrong(long others) {
        return said -> said != others;
    }

    private static boolean fits(Seen.Asked asked, long floor, long revision) {
        return switch (asked) {
            case Seen.Asked.Newest _ -> revision >= floor;
            case Seen.Asked.Any _ -> true;
            case Seen.Asked.NotOlderThan(long least) -> revision >= least;
            case Seen.Asked.Exactly(long exact) -> revision == exact;
        };
    }

    private static String summary(Seen.Listed listed) {
        return listed.kind() + " " + listed.pick() + " " + listed.asked() + " floor " + listed.floor() + " ceiling "
                + listed.ceiling() + " after '" + listed.after() + "' limit " + listed.limit() + " at " + listed.revision();
    }

    // ---- single objects

    private void got(Seen.Got got) {
        long from = switch (got.asked()) {
            case Seen.Asked.Newest _ -> got.floor();
            case Seen.Asked.Any _ -> 0;
            case Seen.Asked.NotOlderThan(long least) -> least;
            case Seen.Asked.Exactly(long exact) -> exact;
        };
        List<Optional<Version>> possible = new ArrayList<>();
        Optional<Version> last = Optional.empty();
        for (Step step : lines.get(got.kind()).steps()) {
            Version now = step.now();
            if (!now.key().equals(got.key()) || now.revision() > got.ceiling()) {
                continue;
            }
            if (now.revision() > from) {
                possible.add(last);
            }
            last = now.deleted() ? Optional.empty() : Optional.of(now);
        }
        possible.add(last);
        boolean right = possible.stream().anyMatch(version -> version.isPresent()
                ? got.found().filter(sight -> sight.shows(version.get())).isPresent()
                : got.found().isEmpty());
        if (!right) {
            violation(got.kind(), got.ceiling(), "V4 " + got + " is none of " + possible);
        }
        got.found().ifPresent(sight -> remember(got.kind(), sight));
    }

    private void wroteOver(Seen.WroteOver write) {
        for (Step step : lines.get(write.kind()).steps()) {
            boolean sameWrite = write.revision() == 0
                    ? step.now().deleted() && step.before().revision() == write.expected()
                    : step.now().revision() == write.revision();
            if (step.now().key().equals(write.key()) && sameWrite) {
                if (step.before().revision() != write.expected()) {
                    violation(write.kind(), write.revision(), "V5 " + write + " went over " + step.before());
                }
                return;
            }
        }
        // One that changed nothing, or only marked what it was to delete, made no such version.
        if (write.revision() != 0 && write.revision() != write.expected()) {
            violation(write.kind(), write.revision(), "V5 " + write + " was acknowledged and never committed");
        }
    }

    private void sent(Seen.Sent sent) {
        List<Version> made = lines.get(sent.kind()).steps().stream()
                .filter(step -> step.now().exists() && step.now().facts().mark().equals(sent.mark()))
                .filter(step -> !step.before().exists() || !step.before().facts().mark().equals(sent.mark()))
                .map(Step::now)
                .toList();
        if (made.size() > (sent.undone() ? 0 : 1)) {
            violation(sent.kind(), made.getLast().revision(), "V7 " + sent + " made " + made);
        }
    }

    private void remember(Kind kind, Sight sight) {
        if (!sight.whole() || sight.type().equals("DELETED")) {
            return;
        }
        ObjectTree first = contents.putIfAbsent(kind.key(sight.facts()) + "@" + sight.revision(), sight.content());
        if (first != null && !first.equals(sight.content())) {
            violation(kind, sight.revision(), "V6 one version in two forms: " + first + " and " + sight.content());
        }
    }

    // ---- watches

    void judge(Tape tape) {
        List<Long> starts = starts(tape);
        Optional<String> nearest = Optional.empty();
        int furthest = -1;
        for (long start : starts) {
            Check check = check(tape, start);
            if (check.problem.isEmpty()) {
                tape.frames.forEach(frame -> {
                    if (frame instanceof Frame.Event(Sight sight)) {
                        remember(tape.kind, sight);
                    }
                });
                return;
            }
            if (check.frame > furthest) {
                furthest = check.frame;
                nearest = check.problem.map(problem -> "from " + start + ": " + problem);
            }
        }
        String what = nearest.orElse("no revision to start at");
        violation(tape.kind, near(tape, furthest), what + "\n    in " + tape);
    }

    /// What a follower of the selection holds at the revision: each key with the revision of its version.
    List<String> shown(Kind kind, Pick pick, long revision) {
        return lines.get(kind).at(revision).values().stream()
                .filter(version -> pick.takes(version.facts()))
                .map(version -> version.key() + "@" + version.revision())
                .toList();
    }

    private static long near(Tape tape, int frame) {
        for (int i = Math.min(frame, tape.frames.size() - 1); i >= 0; i--) {
            if (tape.frames.get(i) instanceof Frame.Event(Sight sight)) {
                return sight.revision();
            }
        }
        return tape.start instanceof Tape.Start.Behind(long at, long _) ? at : 0;
    }

    /// Whether the watch has told everything up to the revision, or can't be right any more.
    boolean isComplete(Tape tape, long upTo) {
        List<Long> right = starts(tape).stream()
                .filter(start -> check(tape, start).problem.isEmpty())
                .toList();
        return right.isEmpty() || right.stream().anyMatch(start -> expected(tape, start, upTo).size() <= events(tape));
    }

    private static long events(Tape tape) {
        return tape.frames.stream().filter(frame -> frame instanceof Frame.Event).count();
    }

    /// The revisions that the watch may have started at, but one for each state of its resource.
    private List<Long> starts(Tape tape) {
        long least = switch (tape.start) {
            case Tape.Start.State(long from, long _) -> from;
            case Tape.Start.Behind(long from, long _) -> from;
        };
        long most = switch (tape.start) {
            case Tape.Start.State(long _, long to) -> to;
            case Tape.Start.Behind(long _, long to) -> to;
        };
        List<Long> starts = new ArrayList<>(List.of(least));
        for (Step step : lines.get(tape.kind).steps()) {
            long revision = step.now().revision();
            if (revision > least && revision <= most) {
                starts.add(revision);
            }
        }
        return starts;
    }

    private record Check(int frame, Optional<String> problem) {}

    /// An event that must come.
    private record Due(String type, Version version, boolean ofState) {}

    private List<Due> expected(Tape tape, long start, long upTo) {
        List<Due> due = new ArrayList<>();
        Ledger.Line line = lines.get(tape.kind);
        if (tape.start instanceof Tape.Start.State) {
            line.at(start).values().stream()
                    .filter(version -> tape.pick.takes(version.facts()))
                    .forEach(version -> due.add(new Due("ADDED", version, true)));
        }
        for (Step step : line.steps()) {
            if (step.now().revision() > start && step.now().revision() <= upTo) {
                due(tape.pick, step).ifPresent(due::add);
            }
        }
        return due;
    }

    private static Optional<Due> due(Pick pick, Step step) {
        Version now = step.now();
        boolean taken = now.exists() && pick.takes(now.facts());
        boolean wasTaken = step.before().exists() && pick.takes(step.before().facts());
        if (taken) {
            return Optional.of(new Due(wasTaken ? "MODIFIED" : "ADDED", now, false));
        }
        return wasTaken
                ? Optional.of(new Due(
                        "DELETED", new Version(now.key(), now.revision(), true, step.before().facts()), false))
                : Optional.empty();
    }

    private Check check(Tape tape, long start) {
        List<Due> due = expected(tape, start, Long.MAX_VALUE);
        int next = 0;
        for (int i = 0; i < tape.frames.size(); i++) {
            switch (tape.frames.get(i)) {
                case Frame.Event(Sight sight) -> {
                    if (next == due.size()) {
                        return new Check(i, Optional.of("V2 " + sight + " came, and nothing is left to come"));
                    }
                    Due one = due.get(next++);
                    if (!sight.type().equals(one.type) || !sight.shows(one.version)) {
                        return new Check(i, Optional.of("V2 " + sight + " came instead of " + one));
                    }
                }
                case Frame.Bookmark(long revision, boolean endOfState) -> {
                    int told = next;
                    long missed = due.stream().skip(told).filter(one -> one.version.revision() <= revision || one.ofState).count();
                    boolean tooMany = due.stream().limit(told).anyMatch(one -> one.version.revision() > revision);
                    if (missed > 0 || tooMany || endOfState && due.stream().limit(told).anyMatch(one -> !one.ofState)) {
                        return new Check(i, Optional.of("V3 the bookmark " + revision + " lies: " + missed
                                + " events up to it had not come" + (tooMany ? ", and later ones had" : "")));
                    }
                }
            }
        }
        if (tape.completeUpTo > 0) {
            List<Due> all = expected(tape, start, tape.completeUpTo);
            if (next < all.size()) {
                return new Check(tape.frames.size(), Optional.of("V2 never came: " + all.get(next)));
            }
        }
        return new Check(tape.frames.size(), Optional.empty());
    }
}
