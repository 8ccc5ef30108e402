package dev.pilothouse.scheduler;

import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.schema.GroupVersionResource;
import dev.pilothouse.client.Client;
import dev.pilothouse.client.Key;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/// A rule of scheduling. It takes part only at the points that it overrides.
public interface Plugin {

    String name();

    /// Begins to judge one pod. What is worked out here is worked out once and not for each node.
    ///
    /// @return empty when the plugin has nothing to say about the pod
    default Optional<Judge> judge(PodState pod, Cluster cluster) {
        return Optional.empty();
    }

    /// Which changes may cure what this plugin refused: kinds of objects. `Pod` is one that leaves its node, or takes less
    /// of it; `AssignedPod` one that comes to a node, or has other labels there.
    default List<String> curedBy() {
        return List.of("Node", "Pod");
    }

    /// How much the plugin's score counts.
    default int weight() {
        return 0;
    }

    /// What the plugin says about one pod, node by node.
    interface Judge {

        /// Why the pod can't run anywhere before something else happens.
        default Optional<String> reject() {
            return Optional.empty();
        }

        /// Why the pod can't run there; empty if it can.
        default Optional<Refusal> refuse(NodeState node) {
            return Optional.empty();
        }

        /// Called before scores are asked for.
        ///
        /// @param fitting the nodes that nobody refused
        default void compare(List<NodeState> fitting) {}

        /// How good the node is, on a scale of the plugin's own.
        default long score(NodeState node) {
            return 0;
        }

        /// Brings the scores of all nodes that fit to 0 … 100.
        default void normalise(long[] scores, List<NodeState> nodes) {}

        /// Whether [#score] has anything to tell.
        default boolean scores() {
            return false;
        }

        /// What must be done before the pod can be bound to the node.
        default Optional<Errand> errand(NodeState node) {
            return Optional.empty();
        }
    }

    /// Something that takes time, between the decision and the binding.
    interface Errand {
        /// Counts it as done, so that the next decisions know. Runs on the scheduling thread.
        void assume();

        /// Takes that back. Runs on the scheduling thread.
        void forget();

        /// Does it, and returns when it is done. Runs beside the scheduling thread.
        ///
        /// @param current objects as they are now
        /// @throws ErrandFailed when it can't be done
        void carryOut(Client client, BiFunction<GroupVersionResource, Key, Optional<ObjectTree>> current)
                throws InterruptedException, ErrandFailed;
    }

    /// An errand came to nothing; the pod is tried again.
    final class ErrandFailed extends Exception {
        private static final long serialVersionUID = 1;

        public ErrandFailed(String message) {
            super(message);
        }
    }

    /// Why a node is refused.
    ///
    /// @param reasons counted over all nodes for the message
    /// @param isFinal whether the absence of other pods would not help either
    record Refusal(List<String> reasons, boolean isFinal) {
        public static Refusal of(String reason) {
            return new Refusal(List.of(reason), false);
        }

        public static Refusal unresolvable(String reason) {
            return new Refusal(List.of(reason), true);
        }
    }

    /// What plugins see of the cluster.
    interface Cluster {
        List<NodeState> nodes();

        /// The labels of a namespace.
        ObjectTree namespaceLabels(String namespace);

        ResourceIndex resources();

        /// An object of another kind; namespace empty where it has none.
        Optional<ObjectTree> get(GroupVersionResource resource, Key key);

        Collection<ObjectTree> all(GroupVersionResource resource);

        /// Counts the object as changed until its next version comes.
        void assume(GroupVersionResource resource, ObjectTree changed);

        /// The sorts of pods that there are on nodes; those of [NodeState#staying] are the same objects.
        Collection<PodState.Alike> alikes();

        /// How many pods on nodes need the claim.
        int usersOf(Key claim);

        /// How many nodes have the image, and so needn't fetch it.
        int nodesWithImage(String image);
    }

    /// Scales to 0 … 100 by the greatest score.
    ///
    /// @param reverse whether less is better
    static void byGreatest(long[] scores, boolean reverse) {
        long greatest = 0;
        for (long score : scores) {
            greatest = Math.max(greatest, score);
        }
        for (int i = 0; i < scores.length; i++) {
            long scaled = greatest == 0 ? 0 : scores[i] * 100 / greatest;
            scores[i] = reverse ? 100 - scaled : scaled;
        }
    }
}
