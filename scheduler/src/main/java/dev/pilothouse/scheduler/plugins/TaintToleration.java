package dev.pilothouse.scheduler.plugins;

import dev.pilothouse.api.meta.Tolerations;
import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.scheduler.NodeState;
import dev.pilothouse.scheduler.Plugin;
import dev.pilothouse.scheduler.PodState;
import java.util.List;
import java.util.Optional;

/// Taints keep pods away that don't tolerate them, and soft ones make a node less welcome.
public final class TaintToleration implements Plugin {
    @Override
    public String name() {
        return "TaintToleration";
    }

    @Override
    public int weight() {
        return 3;
    }

    @Override
    public List<String> curedBy() {
        return List.of("Node");
    }

    @Override
    public Optional<Judge> judge(PodState pod, Cluster cluster) {
        ListTree tolerations = pod.spec().list("tolerations");
        return Optional.of(new Judge() {
            @Override
            public Optional<Refusal> refuse(NodeState node) {
                for (ObjectTree taint : node.taints()) {
                    String effect = taint.text("effect");
                    boolean hard = effect.equals("NoSchedule") || effect.equals("NoExecute");
                    if (hard && !Tolerations.tolerate(tolerations, taint)) {
                        return Optional.of(Refusal.unresolvable("node(s) had untolerated taint(s)"));
                    }
                }
                return Optional.empty();
            }

            @Override
            public boolean scores() {
                return true;
            }

            @Override
            public long score(NodeState node) {
                long intolerable = 0;
                for (ObjectTree taint : node.taints()) {
                    if (taint.text("effect").equals("PreferNoSchedule")
                            && !Tolerations.tolerate(tolerations, taint)) {
                        intolerable++;
                    }
                }
                return intolerable;
            }

            @Override
            public void normalise(long[] scores, List<NodeState> nodes) {
                Plugin.byGreatest(scores, true);
            }
        });
    }
}
