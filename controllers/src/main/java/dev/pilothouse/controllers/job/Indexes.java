package dev.pilothouse.controllers.job;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/// Sets of completion indexes as a Job's status writes them: `0,2-4`, where two neighbours are written apart and more as
/// a range.
final class Indexes {
    private Indexes() {}

    static TreeSet<Integer> parse(String text) {
        TreeSet<Integer> indexes = new TreeSet<>();
        for (String part : text.isEmpty() ? new String[0] : text.split(",", -1)) {
            int dash = part.indexOf('-');
            int first = Integer.parseInt(dash < 0 ? part : part.substring(0, dash));
            int last = dash < 0 ? first : Integer.parseInt(part.substring(dash + 1));
            for (int index = first; index <= last; index++) {
                indexes.add(index);
            }
        }
        return indexes;
    }

    static String print(TreeSet<Integer> indexes) {
        List<String> parts = new ArrayList<>();
        int first = Integer.MIN_VALUE;
        for (int index : indexes) {
            if (!indexes.contains(index - 1)) {
                first = index;
            }
            if (!indexes.contains(index + 1)) {
                parts.add(switch (index - first) {
                    case 0 -> Integer.toString(index);
                    case 1 -> first + "," + index;
                    default -> first + "-" + index;
                });
            }
        }
        return String.join(",", parts);
    }
}
