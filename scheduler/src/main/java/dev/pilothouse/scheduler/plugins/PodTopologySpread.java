package dev.pilothouse.scheduler.plugins;

import dev.pilothouse.api.meta.Tolerations;
import dev.pilothouse.api.meta.LabelSelector;
import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import dev.pilothouse.scheduler.NodeState;
import dev.pilothouse.scheduler.Plugin;
import dev.pilothouse.scheduler.PodState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Spreads pods over zones, hosts or whatever a label says, by rules that must hold and rules that ought to.
public final class PodTopologySpread implements Plugin {
    private static final String HOSTNAME = "kubernetes.io/hostname";

    /// How pods of a set are spread where they say nothing themselves.
    private static final List<Constraint> SYSTEM_DEFAULTS =
            List.of(constraint(HOSTNAME, 3), constraint("topology.kubernetes.io/zone", 5));

    @Override
    public String name() {
        return "PodTopologySpread";
    }

    @Override
    public List<String> curedBy() {
        return List.of("Node", "Pod", "AssignedPod");
    }

    @Override
    public int weight() {
        return 2;
    }

    /// One rule.
    private record Constraint(
            String key, long maxSkew, long minDomains, LabelSelector selector, boolean honorAffinity, boolean honorTaints) {}

    private static Constraint constraint(String key, long maxSkew) {
        return new Constraint(key, maxSkew, 1, LabelSelector.NOTHING, true, false);
    }

    @Override
    public Optional<Judge> judge(PodState pod, Cluster cluster) {
        List<Constraint> hard = constraints(pod, "DoNotSchedule");
        List<Constraint> soft = constraints(pod, "ScheduleAnyway");
        boolean own = !pod.spec().list("topologySpreadConstraints").isEmpty();
        if (!own) {
            soft = defaults(pod, cluster);
        }
        return hard.isEmpty() && soft.isEmpty()
                ? Optional.empty()
                : Optional.of(new Spread(pod, cluster, hard, soft, own));
    }

    /// Pods of no set are spread by their other scores only.
    private static List<Constraint> defaults(PodState pod, Cluster cluster) {
        LabelSelector selector = OwnerSelector.of(pod, cluster);
        if (selector.isEverything()) {
            return List.of();
        }
        return SYSTEM_DEFAULTS.stream()
                .map(each -> new Constraint(each.key(), each.maxSkew(), 1, selector, true, false))
                .toList();
    }

    private static List<Constraint> constraints(PodState pod, String when) {
        List<Constraint> all = new ArrayList<>();
        for (ObjectTree each : pod.spec().list("topologySpreadConstraints").objects()) {
            if (!each.text("whenUnsatisfiable").equals(when)) {
                continue;
            }
            ObjectTree selector = each.object("labelSelector");
            for (String key : each.list("matchLabelKeys").texts()) {
                if (pod.labels().has(key)) {
                    ObjectTree expression = ObjectTree.builder()
                            .put("key", key)
                            .put("operator", "In")
                            .put("values", ListTree.of(pod.labels().get(key)))
                            .build();
                    selector = selector.with(
                            "matchExpressions", selector.list("matchExpressions").plus(expression));
                }
            }
            Tree given = each.get("labelSelector");
            all.add(new Constraint(
                    each.text("topologyKey"),
                    each.number("maxSkew"),
                    each.get("minDomains").isNull() ? 1 : each.number("minDomains"),
                    given.isNull() ? LabelSelector.NOTHING : LabelSelector.of(selector),
                    !each.text("nodeAffinityPolicy").equals("Ignore"),
                    each.text("nodeTaintsPolicy").equals("Honor")));
        }
        return all;
    }

    private static final class Spread implements Judge {
        private final PodState pod;
        private final List<Constraint> hard;
        private final List<Constraint> soft;
        private final boolean own;
        private final List<Map<String, Integer>> hardCounts = new ArrayList<>();
        private final List<Map<String, Integer>> softCounts = new ArrayList<>();

        Spread(PodState pod, Cluster cluster, List<Constraint> hard, List<Constraint> soft, boolean own) {
            this.pod = pod;
            this.hard = hard;
            this.soft = soft;
            this.own = own;
            hard.forEach(each -> hardCounts.add(count(each, hard, cluster)));
            soft.forEach(each -> softCounts.add(count(each, soft, cluster)));
        }

        /// Matching pods by domain, over the nodes that the rule counts.
        private Map<String, Integer> count(Constraint constraint, List<Constraint> all, Cluster cluster) {
            Map<String, Integer> counts = new HashMap<>();
            Map<PodState.Alike, Boolean> selected = new HashMap<>();
            for (NodeState node : cluster.nodes()) {
                boolean labelled = !own && all == soft
                        ? node.domain(constraint.key()).isPresent()
                        : all.stream().allMatch(each -> node.domain(each.key()).isPresent());
                if (!labelled || !isCounted(constraint, node)) {
                    continue;
                }
                int matching = 0;
                for (Map.Entry<PodState.Alike, Integer> others : node.staying().entrySet()) {
                    if (selected.computeIfAbsent(others.getKey(), alike -> selects(constraint, alike))) {
                        matching += others.getValue();
                    }
                }
                counts.merge(node.domain(constraint.key()).orElseThrow(), matching, Integer::sum);
            }
            return counts;
        }

        private boolean selects(Constraint constraint, PodState.Alike others) {
            return others.namespace().equals(pod.namespace())
                    && constraint.selector().matches(others.labels());
        }

        private boolean isCounted(Constraint constraint, NodeState node) {
            if (constraint.honorAffinity() && !NodeAffinity.selects(pod, node)) {
                return false;
            }
            return !constraint.honorTaints()
                    || node.spec().list("taints").objects().stream()
                            .filter(taint -> !taint.text("effect").equals("PreferNoSchedule"))
                            .allMatch(taint -> Tolerations.tolerate(pod.spec().list("tolerations"), taint));
        }

        @Override
        public Optional<Refusal> refuse(NodeState node) {
            for (int i = 0; i < hard.size(); i++) {
                Constraint constraint = hard.get(i);
                Optional<String> domain = node.domain(constraint.key());
                if (domain.isEmpty()) {
                    return Optional.of(Refusal.unresolvable(
                            "node(s) didn't match pod topology spread constraints (missing required label)"));
                }
                Map<String, Integer> counts = hardCounts.get(i);
                int least = counts.size() < constraint.minDomains()
                        ? 0
                        : counts.values().stream().mapToInt(Integer::intValue).min().orElse(0);
                int here = counts.getOrDefault(domain.get(), 0);
                int self = constraint.selector().matches(pod.labels()) ? 1 : 0;
                if (here + self - least > constraint.maxSkew()) {
                    return Optional.of(Refusal.of("node(s) didn't match pod topology spread constraints"));
                }
            }
            return Optional.empty();
        }

        @Override
        public boolean scores() {
            return !soft.isEmpty();
        }

        @Override
        public long score(NodeState node) {
            double score = 0;
            for (int i = 0; i < soft.size(); i++) {
                Constraint constraint = soft.get(i);
                Optional<String> domain = node.domain(constraint.key());
                if (domain.isEmpty()) {
                    if (own) {
                        return -1;
                    }
                    continue;
                }
                Map<String, Integer> counts = softCounts.get(i);
                int here = counts.getOrDefault(domain.get(), 0);
                double weight = Math.log(counts.size() + 2);
                score += here * weight + (constraint.maxSkew() - 1);
            }
            return Math.round(score);
        }

        @Override
        public void normalise(long[] scores, List<NodeState> nodes) {
            long least = Long.MAX_VALUE;
            long greatest = 0;
            for (long score : scores) {
                if (score >= 0) {
                    least = Math.min(least, score);
                    greatest = Math.max(greatest, score);
                }
            }
            for (int i = 0; i < scores.length; i++) {
                if (scores[i] < 0) {
                    scores[i] = 0;
                } else {
                    scores[i] = greatest == 0 ? 100 : 100 * (greatest + least - scores[i]) / greatest;
                }
            }
        }
    }
}
