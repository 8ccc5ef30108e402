package dev.pilothouse.scheduler.plugins;

import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.scheduler.NodeState;
import dev.pilothouse.scheduler.Plugin;
import dev.pilothouse.scheduler.PodState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Pods that want to be near others, or far from them; and those that are there already have a say too.
public final class InterPodAffinity implements Plugin {
    private static final String REQUIRED = "requiredDuringSchedulingIgnoredDuringExecution";
    private static final String PREFERRED = "preferredDuringSchedulingIgnoredDuringExecution";

    /// What a required affinity of a pod that is there counts in scoring (`hardPodAffinityWeight`).
    private static final long HARD_WEIGHT = 1;

    @Override
    public String name() {
        return "InterPodAffinity";
    }

    @Override
    public List<String> curedBy() {
        return List.of("Node", "Pod", "AssignedPod", "Namespace");
    }

    @Override
    public int weight() {
        return 2;
    }

    /// A place in the topology: a label key and its value.
    private record Place(String key, String value) {}

    private record Weighted(PodTerms term, long weight) {}

    @Override
    public Optional<Judge> judge(PodState pod, Cluster cluster) {
        ObjectTree affinity = pod.spec().object("affinity");
        List<PodTerms> near = terms(affinity.object("podAffinity").list(REQUIRED), pod);
        List<PodTerms> far = terms(affinity.object("podAntiAffinity").list(REQUIRED), pod);
        boolean othersMind = false;
        for (NodeState node : cluster.nodes()) {
            othersMind |= node.hasPodsWithAntiAffinity() || node.hasPodsWithAffinity();
        }
        if (!pod.hasAffinity() && !pod.hasAntiAffinity() && !othersMind) {
            return Optional.empty();
        }
        Map<Place, Long> scores = scores(pod, affinity, cluster);
        Map<Place, Long> forbidden = new HashMap<>();
        Map<Place, Long> avoided = new HashMap<>();
        Map<Place, Long> wanted = new HashMap<>();
        for (NodeState node : cluster.nodes()) {
            for (PodState other : node.pods()) {
                if (other.hasAntiAffinity()) {
                    for (PodTerms term : terms(
                            other.spec().object("affinity").object("podAntiAffinity").list(REQUIRED), other)) {
                        if (term.matches(pod, cluster)) {
                            count(forbidden, term, node, 1);
                        }
                    }
                }
                far.stream().filter(term -> term.matches(other, cluster)).forEach(term -> count(avoided, term, node, 1));
                if (!near.isEmpty() && near.stream().allMatch(term -> term.matches(other, cluster))) {
                    near.forEach(term -> count(wanted, term, node, 1));
                }
            }
        }
        boolean firstOfItsKind =
                wanted.isEmpty() && near.stream().allMatch(term -> term.matches(pod, cluster));
        return Optional.of(new Verdict(near, forbidden, avoided, wanted, firstOfItsKind, far, scores));
    }

    private record Verdict(
            List<PodTerms> near,
            Map<Place, Long> forbidden,
            Map<Place, Long> avoided,
            Map<Place, Long> wanted,
            boolean firstOfItsKind,
            List<PodTerms> far,
            Map<Place, Long> scoresByPlace)
            implements Judge {

        @Override
        public Optional<Refusal> refuse(NodeState node) {
            if (!affinityHolds(node)) {
                return Optional.of(Refusal.unresolvable("node(s) didn't match pod affinity rules"));
            }
            if (far.stream().anyMatch(term -> avoided.containsKey(place(term, node)))) {
                return Optional.of(Refusal.of("node(s) didn't match pod anti-affinity rules"));
            }
            for (Place place : forbidden.keySet()) {
                if (node.labels().text(place.key()).equals(place.value()) && node.labels().has(place.key())) {
                    return Optional.of(
                            Refusal.of("node(s) didn't satisfy existing pods anti-affinity rules"));
                }
            }
            return Optional.empty();
        }

        /// A pod that wants to be near its own kind must be allowed to be the first.
        private boolean affinityHolds(NodeState node) {
            boolean labelled = near.stream().allMatch(term -> node.labels().has(term.topologyKey()));
            if (!labelled) {
                return false;
            }
            return near.stream().allMatch(term -> wanted.containsKey(place(term, node))) || firstOfItsKind;
        }

        @Override
        public boolean scores() {
            return !scoresByPlace.isEmpty();
        }

        @Override
        public long score(NodeState node) {
            long score = 0;
            for (Map.Entry<Place, Long> entry : scoresByPlace.entrySet()) {
                Place place = entry.getKey();
                if (node.labels().has(place.key())
                        && node.labels().text(place.key()).equals(place.value())) {
                    score += entry.getValue();
                }
            }
            return score;
        }

        @Override
        public void normalise(long[] scores, List<NodeState> nodes) {
            long least = Long.MAX_VALUE;
            long greatest = Long.MIN_VALUE;
            for (long score : scores) {
                least = Math.min(least, score);
                greatest = Math.max(greatest, score);
            }
            for (int i = 0; i < scores.length; i++) {
                scores[i] = greatest == least
                        ? 0
                        : (long) (100 * (double) (scores[i] - least) / (greatest - least));
            }
        }
    }

    private static Map<Place, Long> scores(PodState pod, ObjectTree affinity, Cluster cluster) {
        List<Weighted> own = weighted(affinity.object("podAffinity").list(PREFERRED), pod, 1);
        own.addAll(weighted(affinity.object("podAntiAffinity").list(PREFERRED), pod, -1));
        Map<Place, Long> scores = new HashMap<>();
        for (NodeState node : cluster.nodes()) {
            if (own.isEmpty() && !node.hasPodsWithAffinity() && !node.hasPodsWithAntiAffinity()) {
                continue;
            }
            for (PodState other : node.pods()) {
                for (Weighted each : own) {
                    if (each.term().matches(other, cluster)) {
                        count(scores, each.term(), node, each.weight());
                    }
                }
                if (other.hasAffinity() || other.hasAntiAffinity()) {
                    for (Weighted each : opinions(other)) {
                        if (each.term().matches(pod, cluster)) {
                            count(scores, each.term(), node, each.weight());
                        }
                    }
                }
            }
        }
        return scores;
    }

    private static List<Weighted> opinions(PodState other) {
        ObjectTree affinity = other.spec().object("affinity");
        List<Weighted> all = weighted(affinity.object("podAffinity").list(PREFERRED), other, 1);
        all.addAll(weighted(affinity.object("podAntiAffinity").list(PREFERRED), other, -1));
        terms(affinity.object("podAffinity").list(REQUIRED), other)
                .forEach(term -> all.add(new Weighted(term, HARD_WEIGHT)));
        return all;
    }

    private static List<Weighted> weighted(ListTree terms, PodState owner, int sign) {
        List<Weighted> weighted = new ArrayList<>();
        for (ObjectTree each : terms.objects()) {
            weighted.add(new Weighted(PodTerms.of(each.object("podAffinityTerm"), owner), sign * each.number("weight")));
        }
        return weighted;
    }

    private static List<PodTerms> terms(ListTree terms, PodState owner) {
        return terms.objects().stream().map(term -> PodTerms.of(term, owner)).toList();
    }

    private static void count(Map<Place, Long> counts, PodTerms term, NodeState node, long weight) {
        if (node.labels().has(term.topologyKey())) {
            counts.merge(place(term, node), weight, Long::sum);
        }
    }

    private static Place place(PodTerms term, NodeState node) {
        return new Place(term.topologyKey(), node.labels().text(term.topologyKey()));
    }
}
