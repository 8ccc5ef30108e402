package dev.pilothouse.scheduler;

import dev.pilothouse.api.meta.ObjectMeta;
import dev.pilothouse.api.policy.v1.PodDisruptionBudget;
import dev.pilothouse.api.tree.ObjectTree;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/// Finds less important pods whose absence would make room. It tries out on the cluster's own count, which is the same
/// again afterwards.
final class Preemption {
    /// As many candidates as are looked for: this part of the nodes, but at least so many.
    private static final int PERCENT = 10;

    private static final int AT_LEAST = 100;

    private final List<Plugin> plugins;
    private final RandomGenerator random;

    Preemption(List<Plugin> plugins, RandomGenerator random) {
        this.plugins = plugins;
        this.random = random;
    }

    sealed interface Outcome {}

    record Victims(String node, List<PodState> pods) implements Outcome {}

    record InVain(String message) implements Outcome {}

    record NotAllowed(String message) implements Outcome {}

    /// A node that would do.
    ///
    /// @param victims the most important first
    /// @param broken how many of them break a disruption budget
    private record Candidate(NodeState node, List<PodState> victims, int broken) {
        long highest() {
            return victims.getFirst().priority();
        }

        /// Moved up, so that many unimportant victims are never less than a few.
        long sum() {
            return victims.stream()
                    .mapToLong(victim -> victim.priority() + Integer.MAX_VALUE + 1L)
                    .sum();
        }

        String earliestStart() {
            return victims.stream()
                    .filter(victim -> victim.priority() == highest())
                    .map(PodState::startTime)
                    .min(Comparator.naturalOrder())
                    .orElseThrow();
        }
    }

    /// The candidate that hurts least: budgets first, then who has to go, how many, and how long they have run.
    private static final Comparator<Candidate> LEAST_HARM = Comparator.comparingInt(Candidate::broken)
            .thenComparingLong(Candidate::highest)
            .thenComparingLong(Candidate::sum)
            .thenComparingInt(candidate -> candidate.victims().size())
            .thenComparing(Candidate::earliestStart, Comparator.reverseOrder());

    private static final Comparator<PodState> MOST_IMPORTANT =
            Comparator.comparingLong((PodState pod) -> -pod.priority()).thenComparing(PodState::startTime);

    /// @param curable the nodes that refused the pod for what other pods take
    Outcome attempt(PodState pod, ClusterState cluster, List<NodeState> curable) {
        Optional<String> objection = objection(pod, cluster, curable);
        if (objection.isPresent()) {
            return new NotAllowed(objection.get());
        }
        int nodes = cluster.nodes().size();
        Refusals why = new Refusals();
        why.count("Preemption is not helpful for scheduling", nodes - curable.size());
        Budgets budgets = new Budgets(cluster.all(PodDisruptionBudget.RESOURCE));
        Fitting fitting = new Fitting(plugins, pod, cluster);
        List<Candidate> candidates = new ArrayList<>();
        boolean harmless = false;
        int wanted = Math.min(nodes, Math.max(AT_LEAST, nodes * PERCENT / 100));
        int offset = curable.isEmpty() ? 0 : random.nextInt(curable.size());
        for (int i = 0; i < curable.size() && !(harmless && candidates.size() >= wanted); i++) {
            NodeState node = curable.get((offset + i) % curable.size());
            Optional<Candidate> candidate = candidate(node, fitting, budgets, why);
            candidate.ifPresent(candidates::add);
            harmless |= candidate.filter(each -> each.broken() == 0).isPresent();
        }
        return candidates.stream()
                .min(LEAST_HARM)
                .<Outcome>map(best -> new Victims(best.node().name(), best.victims()))
                .orElseGet(() -> new InVain(why.message(nodes) + "."));
    }

    /// Why the pod may not displace others.
    private static Optional<String> objection(PodState pod, ClusterState cluster, List<NodeState> curable) {
        if (pod.spec().text("preemptionPolicy").equals("Never")) {
            return Optional.of("not eligible due to preemptionPolicy=Never.");
        }
        return cluster.nominatedNode(pod.uid())
                .filter(curable::contains)
                .filter(node -> node.pods().stream()
                        .anyMatch(other -> other.priority() < pod.priority() && isMakingRoom(other)))
                .map(_ -> "not eligible due to a terminating pod on the nominated node.");
    }

    private static boolean isMakingRoom(PodState pod) {
        return pod.isBeingDeleted()
                && pod.pod().object("status").list("conditions").objects().stream()
                        .anyMatch(condition -> condition.text("type").equals("DisruptionTarget")
                                && condition.text("status").equals("True")
                                && condition.text("reason").equals("PreemptionByScheduler"));
    }

    private static Optional<Candidate> candidate(
            NodeState node, Fitting fitting, Budgets budgets, Refusals why) {
        ClusterState cluster = fitting.cluster();
        List<PodState> lesser = node.pods().stream()
                .filter(other -> other.priority() < fitting.pod().priority())
                .sorted(MOST_IMPORTANT)
                .toList();
        if (lesser.isEmpty()) {
            why.count("No preemption victims found for incoming pod", 1);
            return Optional.empty();
        }
        lesser.forEach(other -> cluster.remove(other.uid()));
        try {
            Optional<Jury.Refused> refused = fitting.refuseNow(node);
            if (refused.isPresent()) {
                why.count(refused.get().refusal().reasons());
                return Optional.empty();
            }
            return Optional.of(spareSome(node, lesser, fitting, budgets));
        } finally {
            lesser.forEach(other -> cluster.assign(other, node.name()));
        }
    }

    /// Takes back as many as still leave room: those that a budget protects first, then the most important.
    private static Candidate spareSome(
            NodeState node, List<PodState> lesser, Fitting fitting, Budgets budgets) {
        ClusterState cluster = fitting.cluster();
        Set<PodState> breaking = new HashSet<>(budgets.broken(lesser));
        List<PodState> order = new ArrayList<>(lesser.stream().filter(breaking::contains).toList());
        order.addAll(lesser.stream().filter(pod -> !breaking.contains(pod)).toList());
        List<PodState> victims = new ArrayList<>();
        for (PodState other : order) {
            cluster.assign(other, node.name());
            if (fitting.refuseNow(node).isPresent()) {
                cluster.remove(other.uid());
                victims.add(other);
            }
        }
        victims.sort(MOST_IMPORTANT);
        int broken = (int) victims.stream().filter(breaking::contains).count();
        return new Candidate(node, victims, broken);
    }

    /// Says on the victim why it has to go.
    static ObjectTree condition(PodState victim, String time) {
        return ObjectTree.builder()
                .put("type", "DisruptionTarget")
                .put("status", "True")
                .put("observedGeneration", ObjectMeta.generation(victim.pod()))
                .put("reason", "PreemptionByScheduler")
                .put("message", "default-scheduler: preempting to accommodate a higher priority pod")
                .put("lastTransitionTime", time)
                .build();
    }
}
