package dev.pilothouse.scheduler.plugins;

import dev.pilothouse.api.meta.LabelSelector;
import dev.pilothouse.scheduler.NodeState;
import dev.pilothouse.scheduler.Plugin;
import dev.pilothouse.scheduler.PodState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Spreads pods over zones, hosts or whatever a label says, by rules that must hold and rules that ought to.
public final class PodTopologySpread implements Plugin {
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

    @Override
    public Optional<Judge> judge(PodState pod, Cluster cluster) {
        boolean own = !pod.spec().list("topologySpreadConstraints").isEmpty();
        List<SpreadRule> hard = own ? SpreadRule.of(pod, "DoNotSchedule") : List.of();
        List<SpreadRule> soft = own ? SpreadRule.of(pod, "ScheduleAnyway") : defaults(pod, cluster);
        return hard.isEmpty() && soft.isEmpty()
                ? Optional.empty()
                : Optional.of(new Spread(pod, cluster, hard, soft, own));
    }

    /// Pods of no set are spread by their other scores only.
    private static List<SpreadRule> defaults(PodState pod, Cluster cluster) {
        LabelSelector selector = OwnerSelector.of(pod, cluster);
        return selector.isEverything() ? List.of() : SpreadRule.systemDefaults(selector);
    }

    private static final class Spread implements Judge {
        private final PodState pod;
        private final Cluster cluster;
        private final boolean isChoosy;
        private final List<SpreadRule> soft;
        /// Whether nodes that lack a label of any rule are left out altogether.
        private final boolean allLabels;

        private final List<HardCount> hardCounts = new ArrayList<>();
        private final List<SoftCount> softCounts = new ArrayList<>();

        Spread(PodState pod, Cluster cluster, List<SpreadRule> hard, List<SpreadRule> soft, boolean own) {
            this.pod = pod;
            this.cluster = cluster;
            this.isChoosy = NodeAffinity.isChoosy(pod);
            this.soft = soft;
            this.allLabels = own;
            for (SpreadRule rule : hard) {
                Map<String, Integer> counts = new HashMap<>();
                count(rule, hard, counts, true, rule.selected(pod, cluster));
                int least = counts.size() < rule.minDomains()
                        ? 0
                        : counts.values().stream().mapToInt(Integer::intValue).min().orElse(0);
                int self = rule.selector().matches(pod.labels()) ? 1 : 0;
                hardCounts.add(new HardCount(rule, counts, self - least));
            }
        }

        /// One hard rule, counted for one decision.
        ///
        /// @param skew what the pod itself adds, less what is in the emptiest domain
        private record HardCount(SpreadRule rule, Map<String, Integer> byDomain, int skew) {
            boolean isBroken(String domain) {
                return byDomain.getOrDefault(domain, 0) + skew > rule.maxSkew();
            }
        }

        private static boolean hasLabels(NodeState node, List<SpreadRule> rules) {
            for (SpreadRule rule : rules) {
                if (node.domain(rule.key()).isEmpty()) {
                    return false;
                }
            }
            return true;
        }

        /// Counts selected pods by domain, over the nodes that the rule takes into account.
        ///
        /// @param isOpen whether domains count that aren't there yet
        private void count(
                SpreadRule rule,
                List<SpreadRule> all,
                Map<String, Integer> counts,
                boolean isOpen,
                Set<PodState.Alike> selected) {
            for (NodeState node : cluster.nodes()) {
                Optional<String> domain = node.domain(rule.key());
                if (domain.isPresent()
                        && (isOpen || counts.containsKey(domain.get()))
                        && (!allLabels || hasLabels(node, all))
                        && rule.counts(node, pod, isChoosy)) {
                    counts.merge(domain.get(), SpreadRule.pods(node, selected), Integer::sum);
                }
            }
        }

        @Override
        public Optional<Refusal> refuse(NodeState node) {
            for (HardCount count : hardCounts) {
                Optional<String> domain = node.domain(count.rule().key());
                if (domain.isEmpty()) {
                    return Optional.of(Refusal.unresolvable(
                            "node(s) didn't match pod topology spread constraints (missing required label)"));
                }
                if (count.isBroken(domain.get())) {
                    return Optional.of(Refusal.of("node(s) didn't match pod topology spread constraints"));
                }
            }
            return Optional.empty();
        }

        @Override
        public boolean scores() {
            return !soft.isEmpty();
        }

        /// One soft rule, counted for one choice.
        ///
        /// @param byDomain empty for hosts, which are counted when they are asked for
        /// @param weight more where there are more domains, so that rules over many and over few count alike
        private record SoftCount(
                SpreadRule rule, Map<String, Integer> byDomain, Set<PodState.Alike> selected, double weight) {
            double score(NodeState node) {
                Optional<String> domain = node.domain(rule.key());
                if (domain.isEmpty()) {
                    return 0;
                }
                int here = rule.key().equals(SpreadRule.HOSTNAME)
                        ? SpreadRule.pods(node, selected)
                        : byDomain.getOrDefault(domain.get(), 0);
                return here * weight + (rule.maxSkew() - 1);
            }
        }

        /// Only the domains of fitting nodes matter, but the pods that are there count on all nodes.
        @Override
        public void compare(List<NodeState> fitting) {
            softCounts.clear();
            List<NodeState> compared = allLabels
                    ? fitting.stream().filter(node -> hasLabels(node, soft)).toList()
                    : fitting;
            for (SpreadRule rule : soft) {
                Map<String, Integer> counts = new HashMap<>();
                Set<PodState.Alike> selected = rule.selected(pod, cluster);
                int domains = compared.size();
                if (!rule.key().equals(SpreadRule.HOSTNAME)) {
                    compared.forEach(node -> counts.put(node.domain(rule.key()).orElse(""), 0));
                    domains = counts.size();
                    count(rule, soft, counts, false, selected);
                }
                softCounts.add(new SoftCount(rule, counts, selected, Math.log(domains + 2)));
            }
        }

        @Override
        public long score(NodeState node) {
            if (allLabels && !hasLabels(node, soft)) {
                return -1;
            }
            double score = 0;
            for (SoftCount count : softCounts) {
                score += count.score(node);
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
