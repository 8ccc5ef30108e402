package dev.pilothouse.scheduler;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Counts why nodes were refused, and says it in upstream's words.
final class Refusals {
    private final Map<String, Integer> reasons = new TreeMap<>();
    private final Set<String> plugins = new HashSet<>();
    private final List<NodeState> curable = new ArrayList<>();

    void add(NodeState node, Jury.Refused refused) {
        plugins.add(refused.plugin());
        count(refused.refusal().reasons());
        if (!refused.refusal().isFinal()) {
            curable.add(node);
        }
    }

    void count(List<String> more) {
        more.forEach(reason -> count(reason, 1));
    }

    void count(String reason, int times) {
        if (times > 0) {
            reasons.merge(reason, times, Integer::sum);
        }
    }

    Set<String> plugins() {
        return plugins;
    }

    /// Nodes where the absence of other pods might help.
    List<NodeState> curable() {
        return curable;
    }

    /// `0/3 nodes are available: 1 Insufficient cpu, 2 …`, without the full stop.
    String message(int nodes) {
        List<String> why = new ArrayList<>();
        reasons.forEach((reason, count) -> why.add(count + " " + reason));
        why.sort(String::compareTo);
        return none(nodes) + String.join(", ", why);
    }

    private static String none(int nodes) {
        return "0/" + nodes + " nodes are available: ";
    }

    /// The pod was refused before any node was looked at. What comes after the first full stop is upstream's own: its
    /// search for victims and claims starts from what the look at the nodes would have left.
    static String rejection(int nodes, String reason) {
        return none(nodes) + reason + ". not found";
    }
}
