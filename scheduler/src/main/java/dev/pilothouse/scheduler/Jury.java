package dev.pilothouse.scheduler;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// What all plugins say about one pod. Good for as long as the cluster stays as it was when the jury was called.
record Jury(List<Seat> seats) {

    record Seat(Plugin plugin, Plugin.Judge judge) {}

    /// A refusal, and whose it is.
    record Refused(String plugin, Plugin.Refusal refusal) {}

    static Jury of(List<Plugin> plugins, PodState pod, Plugin.Cluster cluster) {
        List<Seat> seats = new ArrayList<>(plugins.size());
        for (Plugin plugin : plugins) {
            plugin.judge(pod, cluster).ifPresent(judge -> seats.add(new Seat(plugin, judge)));
        }
        return new Jury(seats);
    }

    /// Why no node needs to be looked at.
    Optional<Refused> rejection() {
        for (Seat seat : seats) {
            Optional<String> rejection = seat.judge().reject();
            if (rejection.isPresent()) {
                return Optional.of(new Refused(seat.plugin().name(), Plugin.Refusal.unresolvable(rejection.get())));
            }
        }
        return Optional.empty();
    }

    /// The first refusal of the node.
    Optional<Refused> refuse(NodeState node) {
        for (Seat seat : seats) {
            Optional<Plugin.Refusal> refusal = seat.judge().refuse(node);
            if (refusal.isPresent()) {
                return Optional.of(new Refused(seat.plugin().name(), refusal.get()));
            }
        }
        return Optional.empty();
    }

    /// What must be done before the pod can be bound to the node.
    List<Plugin.Errand> errands(NodeState node) {
        List<Plugin.Errand> errands = new ArrayList<>();
        for (Seat seat : seats) {
            seat.judge().errand(node).ifPresent(errands::add);
        }
        return errands;
    }

    /// The node with the best scores of those that fit; chance decides between equals.
    NodeState best(List<NodeState> fitting, RandomGenerator random) {
        if (fitting.size() == 1) {
            return fitting.getFirst();
        }
        long[] total = totals(fitting);
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
        return fitting.get(best);
    }

    private long[] totals(List<NodeState> fitting) {
        long[] total = new long[fitting.size()];
        for (Seat seat : seats) {
            if (!seat.judge().scores() || seat.plugin().weight() == 0) {
                continue;
            }
            seat.judge().compare(fitting);
            long[] scores = new long[total.length];
            for (int i = 0; i < scores.length; i++) {
                scores[i] = seat.judge().score(fitting.get(i));
            }
            seat.judge().normalise(scores, fitting);
            for (int i = 0; i < scores.length; i++) {
                total[i] += scores[i] * seat.plugin().weight();
            }
        }
        return total;
    }
}
