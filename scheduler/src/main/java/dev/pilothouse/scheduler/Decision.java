package dev.pilothouse.scheduler;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/// Where a pod goes, or why nowhere.
sealed interface Decision {

    /// @param errands what must be done before the pod can be bound
    record Node(String name, List<Plugin.Errand> errands) implements Decision {}

    /// @param refusedBy the plugins whose refusals a change would have to cure
    /// @param nomination what becomes of the node that is kept for the pod
    record Nowhere(String message, Set<String> refusedBy, Nomination nomination) implements Decision {}

    /// The node that is kept for a pod until others have left it.
    sealed interface Nomination {
        /// Stays what it was.
        record Kept() implements Nomination {}

        record None() implements Nomination {}

        /// The victims are to go.
        record Of(String node, List<PodState> victims) implements Nomination {}
    }

    /// Decides on one pod over the nodes as they are counted now. A round over so many nodes starts where the last one
    /// ended, so that all get their turn.
    final class Maker {
        /// Where there are more nodes, not all need to be looked at.
        private static final int LOOK_AT_LEAST = 100;

        private final List<Plugin> plugins;
        private final RandomGenerator random;
        private final Preemption preemption;
        private int start;

        Maker(List<Plugin> plugins, RandomGenerator random) {
            this.plugins = plugins;
            this.random = random;
            this.preemption = new Preemption(plugins, random);
        }

        Decision decide(PodState pod, ClusterState cluster) {
            List<NodeState> nodes = cluster.nodes();
            if (nodes.isEmpty()) {
                return new Nowhere("no nodes available to schedule pods", Set.of("NodeName"), new Nomination.Kept());
            }
            Jury jury = Jury.of(plugins, pod, cluster);
            Optional<Jury.Refused> rejected = jury.rejection();
            if (rejected.isPresent()) {
                String reason = rejected.get().refusal().reasons().getFirst();
                return new Nowhere(
                        Refusals.rejection(nodes.size(), reason), Set.of(rejected.get().plugin()), new Nomination.Kept());
            }
            Fitting fitting = new Fitting(plugins, pod, cluster);
            Optional<NodeState> nominated = cluster.nominatedNode(pod.uid())
                    .filter(node -> fitting.refuse(node, jury).isEmpty());
            if (nominated.isPresent()) {
                return chosen(nominated.get(), jury);
            }
            Refusals refusals = new Refusals();
            List<NodeState> found = look(nodes, fitting, jury, refusals);
            return found.isEmpty()
                    ? nowhere(pod, cluster, refusals)
                    : chosen(jury.best(found, random), jury);
        }

        private static Node chosen(NodeState node, Jury jury) {
            return new Node(node.name(), jury.errands(node));
        }

        private List<NodeState> look(List<NodeState> nodes, Fitting fitting, Jury jury, Refusals refusals) {
            int wanted = wanted(nodes.size());
            List<NodeState> found = new ArrayList<>();
            int looked = 0;
            while (looked < nodes.size() && found.size() < wanted) {
                NodeState node = nodes.get((start + looked++) % nodes.size());
                Optional<Jury.Refused> refused = fitting.refuse(node, jury);
                if (refused.isEmpty()) {
                    found.add(node);
                } else {
                    refusals.add(node, refused.get());
                }
            }
            start = (start + looked) % nodes.size();
            return found;
        }

        private static int wanted(int nodes) {
            if (nodes <= LOOK_AT_LEAST) {
                return nodes;
            }
            int percent = Math.max(5, 50 - nodes / 125);
            return Math.max(LOOK_AT_LEAST, nodes * percent / 100);
        }

        private Nowhere nowhere(PodState pod, ClusterState cluster, Refusals refusals) {
            String why = refusals.message(cluster.nodes().size()) + ".";
            return switch (preemption.attempt(pod, cluster, refusals.curable())) {
                case Preemption.Victims(String node, List<PodState> victims) ->
                    new Nowhere(why, refusals.plugins(), new Nomination.Of(node, victims));
                case Preemption.InVain(String message) ->
                    new Nowhere(tail(why, message), refusals.plugins(), new Nomination.None());
                case Preemption.NotAllowed(String message) ->
                    new Nowhere(tail(why, message), refusals.plugins(), new Nomination.Kept());
            };
        }

        private static String tail(String why, String preemption) {
            return why + " no new claims to deallocate, preemption: " + preemption;
        }
    }
}
