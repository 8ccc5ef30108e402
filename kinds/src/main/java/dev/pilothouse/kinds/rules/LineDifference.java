package dev.pilothouse.kinds.rules;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Where two texts differ, in the unified format with three lines of context. Lines are matched as Python's `difflib`
/// does (Ratcliff and Obershelp, with its rule for lines that are too common to say anything), since upstream's
/// messages are made so.
final class LineDifference {
    private static final int CONTEXT = 3;

    /// From so many lines on, a line that makes up more than one in a hundred begins no match.
    private static final int LONG_TEXT_LINES = 200;

    /// The same lines in both texts.
    private record Match(int old, int now, int size) {}

    /// Lines of the old text that became lines of the new one; of the same number where they are the same.
    private record Step(boolean same, int oldStart, int oldEnd, int nowStart, int nowEnd) {}

    private final List<String> old;
    private final List<String> now;
    private final Map<String, List<Integer>> places = new HashMap<>();

    private LineDifference(List<String> old, List<String> now) {
        this.old = old;
        this.now = now;
        for (int i = 0; i < now.size(); i++) {
            places.computeIfAbsent(now.get(i), _ -> new ArrayList<>()).add(i);
        }
        if (now.size() >= LONG_TEXT_LINES) {
            int most = now.size() / 100 + 1;
            Set<String> common = new HashSet<>();
            places.forEach((line, at) -> {
                if (at.size() > most) {
                    common.add(line);
                }
            });
            places.keySet().removeAll(common);
        }
    }

    static String of(List<String> old, List<String> now) {
        LineDifference difference = new LineDifference(old, now);
        StringBuilder out = new StringBuilder();
        for (List<Step> hunk : hunks(difference.steps())) {
            difference.write(out, hunk);
        }
        return out.toString();
    }

    private List<Step> steps() {
        List<Match> matches = new ArrayList<>();
        match(0, old.size(), 0, now.size(), matches);
        matches.add(new Match(old.size(), now.size(), 0));
        List<Step> steps = new ArrayList<>();
        int oldAt = 0;
        int nowAt = 0;
        for (Match match : joined(matches)) {
            if (oldAt < match.old || nowAt < match.now) {
                steps.add(new Step(false, oldAt, match.old, nowAt, match.now));
            }
            oldAt = match.old + match.size;
            nowAt = match.now + match.size;
            if (match.size > 0) {
                steps.add(new Step(true, match.old, oldAt, match.now, nowAt));
            }
        }
        return steps;
    }

    private static List<Match> joined(List<Match> matches) {
        List<Match> joined = new ArrayList<>();
        for (Match match : matches) {
            Match last = joined.isEmpty() ? new Match(-1, -1, 0) : joined.getLast();
            if (last.size > 0 && match.size > 0 && last.old + last.size == match.old && last.now + last.size == match.now) {
                joined.set(joined.size() - 1, new Match(last.old, last.now, last.size + match.size));
            } else {
                joined.add(match);
            }
        }
        return joined;
    }

    /// Finds the longest run, then looks left and right of it.
    private void match(int oldStart, int oldEnd, int nowStart, int nowEnd, List<Match> found) {
        Match longest = longest(oldStart, oldEnd, nowStart, nowEnd);
        if (longest.size == 0) {
            return;
        }
        if (oldStart < longest.old && nowStart < longest.now) {
            match(oldStart, longest.old, nowStart, longest.now, found);
        }
        found.add(longest);
        int oldAfter = longest.old + longest.size;
        int nowAfter = longest.now + longest.size;
        if (oldAfter < oldEnd && nowAfter < nowEnd) {
            match(oldAfter, oldEnd, nowAfter, nowEnd, found);
        }
    }

    private Match longest(int oldStart, int oldEnd, int nowStart, int nowEnd) {
        Match best = new Match(oldStart, nowStart, 0);
        Map<Integer, Integer> lengths = new HashMap<>();
        for (int i = oldStart; i < oldEnd; i++) {
            Map<Integer, Integer> next = new HashMap<>();
            for (int j : places.getOrDefault(old.get(i), List.of())) {
                if (j < nowStart) {
                    continue;
                }
                if (j >= nowEnd) {
                    break;
                }
                int length = lengths.getOrDefault(j - 1, 0) + 1;
                next.put(j, length);
                if (length > best.size) {
                    best = new Match(i - length + 1, j - length + 1, length);
                }
            }
            lengths = next;
        }
        return widened(best, oldStart, oldEnd, nowStart, nowEnd);
    }

    private Match widened(Match best, int oldStart, int oldEnd, int nowStart, int nowEnd) {
        int oldAt = best.old;
        int nowAt = best.now;
        int size = best.size;
        while (oldAt > oldStart && nowAt > nowStart && old.get(oldAt - 1).equals(now.get(nowAt - 1))) {
            oldAt--;
            nowAt--;
            size++;
        }
        while (oldAt + size < oldEnd && nowAt + size < nowEnd && old.get(oldAt + size).equals(now.get(nowAt + size))) {
            size++;
        }
        return new Match(oldAt, nowAt, size);
    }

    private static List<List<Step>> hunks(List<Step> steps) {
        List<List<Step>> hunks = new ArrayList<>();
        List<Step> hunk = new ArrayList<>();
        for (int i = 0; i < steps.size(); i++) {
            Step step = steps.get(i);
            int length = step.oldEnd - step.oldStart;
            int head = i == 0 ? 0 : Math.min(CONTEXT, length);
            int tail = i == steps.size() - 1 ? 0 : Math.min(CONTEXT, length);
            if (!step.same) {
                hunk.add(step);
            } else if (head + tail >= length) {
                hunk.add(step);
            } else {
                hunk.add(new Step(true, step.oldStart, step.oldStart + head, step.nowStart, step.nowStart + head));
                hunks.add(hunk);
                hunk = new ArrayList<>();
                hunk.add(new Step(true, step.oldEnd - tail, step.oldEnd, step.nowEnd - tail, step.nowEnd));
            }
        }
        hunks.add(hunk);
        hunks.removeIf(steps0 -> steps0.stream().allMatch(Step::same));
        return hunks;
    }

    private void write(StringBuilder out, List<Step> hunk) {
        Step first = hunk.getFirst();
        Step last = hunk.getLast();
        out.append("@@ -").append(range(first.oldStart, last.oldEnd));
        out.append(" +").append(range(first.nowStart, last.nowEnd)).append(" @@\n");
        for (Step step : hunk) {
            if (step.same) {
                write(out, ' ', old.subList(step.oldStart, step.oldEnd));
            } else {
                write(out, '-', old.subList(step.oldStart, step.oldEnd));
                write(out, '+', now.subList(step.nowStart, step.nowEnd));
            }
        }
    }

    private static String range(int start, int end) {
        int length = end - start;
        if (length == 1) {
            return Integer.toString(start + 1);
        }
        return (length == 0 ? start : start + 1) + "," + length;
    }

    private static void write(StringBuilder out, char mark, List<String> lines) {
        for (String line : lines) {
            out.append(mark).append(line).append('\n');
        }
    }
}
