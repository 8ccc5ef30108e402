package dev.pilothouse.scheduler.plugins;

import dev.pilothouse.api.core.v1.PersistentVolume;
import dev.pilothouse.api.meta.ObjectMeta;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.volume.Claims;
import dev.pilothouse.api.volume.Volumes;
import dev.pilothouse.scheduler.NodeState;
import dev.pilothouse.scheduler.Plugin;
import dev.pilothouse.scheduler.PodState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A pod needs the volumes of its claims: those that they have must be in reach, for those that wait for the pod one must
/// be found or made.
public final class VolumeBinding implements Plugin {
    private static final String NO_PROVISIONER = "kubernetes.io/no-provisioner";

    @Override
    public String name() {
        return "VolumeBinding";
    }

    @Override
    public List<String> curedBy() {
        return List.of("Node", "PersistentVolumeClaim", "PersistentVolume", "StorageClass", "CSINode");
    }

    @Override
    public Optional<Judge> judge(PodState pod, Cluster cluster) {
        return pod.claims().isEmpty() ? Optional.empty() : Optional.of(new Verdict(pod, cluster));
    }

    private static final class Verdict implements Judge {
        private final Cluster cluster;
        private final PodClaims claims;
        private final Optional<String> rejection;
        private final List<ObjectTree> bound = new ArrayList<>();
        /// Claims that wait for the pod, the smallest first: so that the least volume goes where it is enough.
        private final List<ObjectTree> waiting = new ArrayList<>();

        Verdict(PodState pod, Cluster cluster) {
            this.cluster = cluster;
            this.claims = new PodClaims(pod, cluster);
            this.rejection = sort(pod);
            waiting.sort(Comparator.comparing(Claims::requested));
        }

        private Optional<String> sort(PodState pod) {
            boolean immediate = false;
            for (PodState.ClaimUse use : pod.claims()) {
                Optional<ObjectTree> found = claims.find(use);
                if (found.isEmpty()) {
                    return Optional.of(PodClaims.missing(use));
                }
                ObjectTree claim = found.get();
                Optional<String> unusable = unusable(use, claim, pod);
                if (unusable.isPresent()) {
                    return unusable;
                }
                if (Claims.isFullyBound(claim)) {
                    bound.add(claim);
                } else if (claims.waits(claim)) {
                    waiting.add(claim);
                } else {
                    immediate = true;
                }
            }
            return immediate ? Optional.of("pod has unbound immediate PersistentVolumeClaims") : Optional.empty();
        }

        private static Optional<String> unusable(PodState.ClaimUse use, ObjectTree claim, PodState pod) {
            String named = "persistentvolumeclaim \"" + use.name() + "\"";
            if (claim.object("status").text("phase").equals("Lost")) {
                return Optional.of(named + " bound to non-existent persistentvolume \""
                        + claim.object("spec").text("volumeName") + "\"");
            }
            if (ObjectMeta.isBeingDeleted(claim)) {
                return Optional.of(named + " is being deleted");
            }
            return use.isEphemeral() && !Claims.isMadeFor(claim, pod.pod())
                    ? Optional.of(Claims.notMadeFor(claim, pod.pod()))
                    : Optional.empty();
        }

        @Override
        public Optional<String> reject() {
            return rejection;
        }

        @Override
        public Optional<Refusal> refuse(NodeState node) {
            List<String> reasons = new ArrayList<>();
            for (ObjectTree claim : bound) {
                Optional<ObjectTree> volume = claims.volumeOf(claim);
                if (volume.isEmpty()) {
                    reasons.add("node(s) unavailable due to one or more pvc(s) bound to non-existent pv(s)");
                } else if (!Volumes.isReachableFrom(volume.get(), node.node())) {
                    reasons.add("node(s) didn't match PersistentVolume's node affinity");
                }
            }
            if (!waiting.isEmpty() && plan(node).isEmpty()) {
                reasons.add("node(s) didn't find available persistent volumes to bind");
            }
            return reasons.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Refusal(reasons.stream().distinct().sorted().toList(), true));
        }

        @Override
        public Optional<Errand> errand(NodeState node) {
            return waiting.isEmpty() ? Optional.empty() : plan(node).map(plan -> plan);
        }

        /// Which volume each waiting claim gets on the node; empty if one gets none.
        private Optional<VolumeErrand> plan(NodeState node) {
            Set<String> taken = new HashSet<>();
            List<VolumeErrand.Match> matches = new ArrayList<>();
            List<ObjectTree> provisions = new ArrayList<>();
            for (ObjectTree claim : waiting) {
                String selected = ObjectMeta.annotation(claim, Claims.SELECTED_NODE);
                Optional<ObjectTree> volume = selected.isEmpty()
                        ? Volumes.bestOn(claim, cluster.all(PersistentVolume.RESOURCE), node.node(), taken)
                        : Optional.empty();
                if (volume.isPresent()) {
                    taken.add(ObjectMeta.name(volume.get()));
                    matches.add(new VolumeErrand.Match(claim, volume.get()));
                } else if ((selected.isEmpty() || selected.equals(node.name())) && isMadeFor(claim, node)) {
                    provisions.add(claim);
                } else {
                    return Optional.empty();
                }
            }
            return Optional.of(new VolumeErrand(node.name(), matches, provisions, cluster));
        }

        /// Whether the claim's class has somebody who makes volumes for the node.
        private boolean isMadeFor(ObjectTree claim, NodeState node) {
            return claims.classOf(claim)
                    .filter(storageClass -> !storageClass.text("provisioner").isEmpty()
                            && !storageClass.text("provisioner").equals(NO_PROVISIONER))
                    .filter(storageClass -> isAllowed(storageClass, node))
                    .isPresent();
        }

        private static boolean isAllowed(ObjectTree storageClass, NodeState node) {
            List<ObjectTree> terms = storageClass.list("allowedTopologies").objects();
            return terms.isEmpty()
                    || terms.stream()
                            .anyMatch(term -> term.list("matchLabelExpressions").objects().stream()
                                    .allMatch(each -> node.domain(each.text("key"))
                                            .filter(each.list("values").texts()::contains)
                                            .isPresent()));
        }
    }
}
