package dev.pilothouse.scheduler;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/// Where a pod goes, or why nowhere.
sealed interface Decision {
    record Node(String name) implements Decision {}

    /// @param refusedBy the plugins whose refusals a change would have to cure
    record Nowhere(String message, Set<String> refusedBy) implements Decision {}

    /// Decides on one pod over the nodes as they are counted now. A round over so many nodes starts where the last one
    /// ended, so that all get their turn.
    final class Maker {
        /// Where there are more nodes, not all need to be looked at.
        private static final int LOOK_AT_LEAST = 100;

        private final List<Plugin> plugins;
        private final RandomGenerator random;
        private int start;

        Maker(List<Plugin> plugins, RandomGenerator random) {
            this.plugins = plugins;
            this.random = random;
        }

        private record Judging(Plugin plugin, Plugin.Judge judge) {}

        Decision decide(PodState pod, Plugin.Cluster cluster) {
            List<NodeState> nodes = cluster.nodes();
            if (nodes.isEmpty()) {
                return new Nowhere("no nodes available to schedule pods", Set.of("NodeName"));
            }
            List<Judging> judges = new ArrayList<>(plugins.size());
            for (Plugin plugin : plugins) {
                plugin.judge(pod, cluster).ifPresent(judge -> judges.add(new Judging(plugin, judge)));
            }
            int wanted = wanted(nodes.size());
            List<NodeState> fitting = new ArrayList<>();
            Refusals refusals = new Refusals();
            int looked = 0;
            while (looked < nodes.size() && fitting.size() < wanted) {
                NodeState node = nodes.get((start + looked++) % nodes.size());
                if (fits(node, judges, refusals)) {
                    fitting.add(node);
                }
            }
            start = (start + looked) % nodes.size();
            return fitting.isEmpty()
                    ? new Nowhere(refusals.message(nodes.size()), refusals.plugins)
                    : new Node(best(fitting, judges));
        }

        private static int wanted(int nodes) {
            if (nodes <= LOOK_AT_LEAST) {
                return nodes;
            }
            int percent = Math.max(5, 50 - nodes / 125);
            return Math.max(LOOK_AT_LEAST, nodes * percent / 100);
        }

        private static boolean fits(NodeState node, List<Judging> judges, Refusals refusals) {
            for (Judging each : judges) {
                Optional<Plugin.Refusal> refusal = each.judge().refuse(node);
                if (refusal.isPresent()) {
                    refusals.add(each.plugin().name(), refusal.get());
                    return false;
                }
            }
            return true;
        }

        private String best(List<NodeState> fitting, List<Judging> judges) {
            if (fitting.size() == 1) {
                return fitting.getFirst().name();
            }
            long[] total = new long[fitting.size()];
            for (Judging each : judges) {
                if (!each.judge().scores() || each.plugin().weight() == 0) {
                    continue;
                }
                long[] scores = new long[total.length];
                for (int i = 0; i < scores.length; i++) {
                    scores[i] = each.judge().score(fitting.get(i));
                }
                each.judge().normalise(scores, fitting);
                for (int i = 0; i < scores.length; i++) {
                    total[i] += scores[i] * each.plugin().weight();
                }
            }
            int best = 0;
            int equals = 1;
            for (int i = 1; i < total.length; i++) {
                if (total[i] > total[best]) {
                    best = i;
                    equals = 1;
                } else if (total[i] == total[best] && random.nextInt(++equals) == 0) {
                    best = i;
                }
            }
            return fitting.get(best).name();
        }
    }

    /// Counts why nodes were refused.
    final class Refusals {
        private final Map<String, Integer> reasons = new TreeMap<>();
        private final Set<String> plugins = new HashSet<>();
        private int beyondHelp;
        private int others;

        void add(String plugin, Plugin.Refusal refusal) {
            plugins.add(plugin);
            refusal.reasons().forEach(reason -> reasons.merge(reason, 1, Integer::sum));
            if (refusal.isFinal()) {
                beyondHelp++;
            } else {
                others++;
            }
        }

        String message(int nodes) {
            List<String> why = new ArrayList<>();
            reasons.forEach((reason, count) -> why.add(count + " " + reason));
            why.sort(String::compareTo);
            List<String> preemption = new ArrayList<>();
            if (others > 0) {
                preemption.add(others + " No preemption victims found for incoming pod");
            }
            if (beyondHelp > 0) {
                preemption.add(beyondHelp + " Preemption is not helpful for scheduling");
            }
            preemption.sort(String::compareTo);
            String none = "0/" + nodes + " nodes are available: ";
            return none + String.join(", ", why) + ". no new claims to deallocate, preemption: " + none
                    + String.join(", ", preemption) + ".";
        }
    }
}
