package dev.pilothouse.scheduler.plugins;

import dev.pilothouse.api.meta.NodeTerms;
import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.scheduler.NodeState;
import dev.pilothouse.scheduler.Plugin;
import dev.pilothouse.scheduler.PodState;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The nodes that a pod selects, and those that it prefers.
public final class NodeAffinity implements Plugin {
    private static final String REQUIRED = "requiredDuringSchedulingIgnoredDuringExecution";
    private static final String PREFERRED = "preferredDuringSchedulingIgnoredDuringExecution";

    @Override
    public String name() {
        return "NodeAffinity";
    }

    @Override
    public int weight() {
        return 2;
    }

    @Override
    public List<String> curedBy() {
        return List.of("Node");
    }

    @Override
    public Optional<Judge> judge(PodState pod, Cluster cluster) {
        ListTree preferred =
                pod.spec().object("affinity").object("nodeAffinity").list(PREFERRED);
        if (!isChoosy(pod) && preferred.isEmpty()) {
            return Optional.empty();
        }
        Optional<Set<String>> named = named(pod);
        return Optional.of(new Judge() {
            @Override
            public Optional<String> reject() {
                return named.filter(Set::isEmpty).map(_ -> "pod affinity terms conflict");
            }

            @Override
            public Optional<Refusal> refuse(NodeState node) {
                if (named.filter(names -> !names.contains(node.name())).isPresent()) {
                    return Optional.of(Refusal.unresolvable("node(s) didn't satisfy plugin(s) [NodeAffinity]"));
                }
                return selects(pod, node)
                        ? Optional.empty()
                        : Optional.of(Refusal.unresolvable("node(s) didn't match Pod's node affinity/selector"));
            }

            @Override
            public boolean scores() {
                return !preferred.isEmpty();
            }

            @Override
            public long score(NodeState node) {
                long score = 0;
                for (ObjectTree term : preferred.objects()) {
                    if (NodeTerms.matches(term.object("preference"), node.node())) {
                        score += term.number("weight");
                    }
                }
                return score;
            }

            @Override
            public void normalise(long[] scores, List<NodeState> nodes) {
                Plugin.byGreatest(scores, false);
            }
        });
    }

    /// The nodes that required terms name, where all of them do: no others need to be looked at.
    private static Optional<Set<String>> named(PodState pod) {
        ListTree terms = pod.spec()
                .object("affinity")
                .object("nodeAffinity")
                .object(REQUIRED)
                .list("nodeSelectorTerms");
        Set<String> all = new HashSet<>();
        for (ObjectTree term : terms.objects()) {
            Optional<Set<String>> names = Optional.empty();
            for (ObjectTree field : term.list("matchFields").objects()) {
                if (field.text("key").equals("metadata.name") && field.text("operator").equals("In")) {
                    Set<String> these = new HashSet<>(field.list("values").texts());
                    names.ifPresent(these::retainAll);
                    names = Optional.of(these);
                }
            }
            if (names.isEmpty()) {
                return Optional.empty();
            }
            all.addAll(names.get());
        }
        return terms.isEmpty() ? Optional.empty() : Optional.of(all);
    }

    /// Whether the pod selects or requires nodes at all; most don't.
    static boolean isChoosy(PodState pod) {
        return !pod.spec().object("nodeSelector").isEmpty()
                || pod.spec().object("affinity").object("nodeAffinity").has(REQUIRED);
    }

    /// Whether the pod's node selector and its required node affinity both take the node.
    static boolean selects(PodState pod, NodeState node) {
        return NodeTerms.admit(pod.spec(), node.node());
    }
}
